"""The whole suite on a computer that is not ours: any order, another language, home, time zone and fonts."""
