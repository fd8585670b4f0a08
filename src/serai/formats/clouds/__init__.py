"""Forecasts of cloud cover: their grid, and the files it is read from."""
