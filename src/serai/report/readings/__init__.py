"""Which figure of an answer decides, and in which order needs are read."""
