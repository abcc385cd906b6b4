"""The rules that a batch goes by."""
