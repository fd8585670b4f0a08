"""A place watched over years: what changed, where, since when, how sure, and what was not seen, and why."""
