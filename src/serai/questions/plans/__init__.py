"""A plan made again from an earlier one, and what parties gave and got in it."""
