"""What may be done to a batch, by either side: taken in, edited, filled, looked at, backed up."""
