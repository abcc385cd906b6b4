"""A batch on disk: a folder that can be copied, a history that can be undone."""
