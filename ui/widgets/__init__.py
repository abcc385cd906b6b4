"""Small parts that every page is built from; import them from their modules."""
