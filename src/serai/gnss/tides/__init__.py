"""Displacements of the site: solid Earth, pole and ocean tides."""
