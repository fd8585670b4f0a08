"""From measurements to positions: least squares, DGNSS, RTK with LAMBDA, PPP."""
