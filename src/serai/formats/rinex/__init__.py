"""The inner parts of the RINEX readers; `rinex_obs`, `rinex_nav` and `rinex_clock` are their faces."""
