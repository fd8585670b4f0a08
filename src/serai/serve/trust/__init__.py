"""Who asks, what they may do, and which rule says so: accounts, sessions, keys, limits; no web framework."""
