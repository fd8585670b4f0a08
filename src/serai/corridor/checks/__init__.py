"""What in a corridor folder is missing, old or in disagreement."""
