"""Areas: how much of one each look covers, what all cover together, and when it is in hand."""
