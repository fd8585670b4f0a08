"""The inner, compiled parts of the readers of precise products; `sp3` and `rinex_clock` are their faces."""
