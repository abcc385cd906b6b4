"""The papers, scans, letters and tables of the samples, as bytes."""
