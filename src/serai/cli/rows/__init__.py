"""Windows written out: as rows of CSV and JSON, in bulk, and as entries of a calendar."""
