"""The answer to the duty officer: the assessment, what a loss changes, advice, single points, lamps."""
