"""`python -m tests.forms [SEED] [EACH]`: how many fields are read right on scanned forms made from a seed."""

from __future__ import annotations

import sys

from tests.forms.measure import measured
from tests.forms.scanned import scans

seed, each = (*sys.argv[1:], *("2023", "6")[len(sys.argv) - 1 :])
told = measured(scans(seed, int(each)))
print("\n".join(told.lines()))
sys.exit(0 if told.share >= 0.97 else 1)
