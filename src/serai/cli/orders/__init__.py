"""The commands of the store: what partners ask, offer, hold, confirm, release, report and look up."""
