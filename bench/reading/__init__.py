"""How much we read, how fast and how sure, beside our peers: one run, one machine."""
