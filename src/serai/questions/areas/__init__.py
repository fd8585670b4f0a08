"""Questions about whole areas that take more than one map of them."""
