"""Ranges, phases and their differences: geometry, antennas, wind-up, noise."""
