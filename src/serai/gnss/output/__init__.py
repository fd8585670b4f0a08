"""A track as it is written: statistics, accuracy, reference points, NMEA and .pos files."""
