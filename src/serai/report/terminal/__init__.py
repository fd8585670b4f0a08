"""What commands print: assessments, resilience, positions, stations."""
