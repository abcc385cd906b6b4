"""What the program would have opened with the system's own programs."""

from ui.shell.opening import opened_instead as opened_files

__all__ = ["opened_files"]
