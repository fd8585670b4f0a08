"""Link budgets line by line: antennas, terminals, payloads, modulation and coding, availability."""
