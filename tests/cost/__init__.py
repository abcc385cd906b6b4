"""What work costs as its input grows: CPU time and memory as ratios, so that no machine is too slow for it."""
