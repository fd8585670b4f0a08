"""The warm corridor: a process that keeps an assessment in memory, and a forked one for each question."""
