"""Long work in pieces: workers that take jobs from the lease table, and the sweeps that they know."""
