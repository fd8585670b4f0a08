"""The fast twin of the search for windows: compiled kernels for bulk work."""
