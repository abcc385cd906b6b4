"""Papers of others bound into one of ours: their pages taken out, then laid into our sheets."""
