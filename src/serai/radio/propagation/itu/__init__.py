"""ITU-R Recommendations, one file each, with its edition in line 1."""
