"""From a station to whoever waits for what it takes: back-hauls, data centres, the user's country."""
