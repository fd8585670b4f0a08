"""`looks --area` and `revisit --area`: by a corridor, or by element sets alone."""
