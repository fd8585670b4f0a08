"""Areas on a page: their pictures, and a region to hand."""
