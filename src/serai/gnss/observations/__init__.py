"""Observation files as one record: inputs, merging, receiver clock jumps."""
