"""A need over a year: how often its paths fail by published fault and repair rates, common causes counted."""
