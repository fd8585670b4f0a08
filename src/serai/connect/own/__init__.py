"""Cables of a user's own beside those of the corridor."""
