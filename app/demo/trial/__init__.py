"""试一遍: a notice tried before anybody works by it, on invented packages, in a folder that goes."""
