"""The page that a browser shows: one HTML file."""
