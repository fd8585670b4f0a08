"""Virtual constellations: a named selection of the pool asked about as one, and what each member adds."""
