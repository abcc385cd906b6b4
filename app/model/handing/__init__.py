"""A batch that goes to a colleague: who has it."""
