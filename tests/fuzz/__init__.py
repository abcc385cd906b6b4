"""`python -m tests.fuzz`: damaged files of every kind, fed to the reader that meets them first."""
