"""What the system under the tests cannot do: not every rule can be seen everywhere."""

from __future__ import annotations

import sys


def is_wine() -> bool:
    """Whose job objects take a limit of memory and do not keep it."""
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.windll.ntdll, "wine_get_version")
