"""What is dropped in before it is taken in: which track it is of, and what of it is still to come."""
