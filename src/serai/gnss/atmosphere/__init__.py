"""Ionosphere and troposphere: slant TEC and delays by broadcast models, maps and NeQuick-G."""
