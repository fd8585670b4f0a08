"""Satellite positions and clocks: broadcast, precise; health, attitude, group delays."""
