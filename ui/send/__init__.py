"""The five steps of a sender, one module each."""
