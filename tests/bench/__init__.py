"""`python -m tests.bench`: how fast and how small, as ratios against the tools a user would pick, in one run."""
