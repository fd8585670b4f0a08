"""What the path takes from a signal: the ITU-R Recommendations, their maps, attenuation."""
