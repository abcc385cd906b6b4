"""Chinese words typed where Qt for Python alone takes none."""
