"""交给同事: a batch goes to a colleague as one file, and comes back the same way."""
