"""What is struck at once, and what follows from it for everyone."""
