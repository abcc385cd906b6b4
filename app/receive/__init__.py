"""The province's five steps: preview and intake, check, register, merge, review."""
