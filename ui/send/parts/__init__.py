"""分页: one document that holds several materials is told which of its pages are which."""
