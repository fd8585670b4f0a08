"""PPP-B2b messages of BeiDou-3, as logged by receivers."""
