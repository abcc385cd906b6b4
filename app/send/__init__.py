"""The city's five steps: collect, correct, letter, summary template, disc."""
