"""Commands about images of a place: what changed over years, what was taken, who could look next."""
