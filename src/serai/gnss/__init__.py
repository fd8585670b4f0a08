"""From what receivers write to where they are: orbits, clocks, atmosphere, and the estimators."""
