"""`python -m tests.sheets [SEED] [EACH]`: precision and recall on labelled scans made from a seed."""

from __future__ import annotations

import sys

from tests.sheets.measure import measured
from tests.sheets.scanned import BLANK, SOUND, TURNED, scans

seed, each = (int(word) for word in (*sys.argv[1:], *("2023", "10")[len(sys.argv) - 1 :]))
told = measured(scans({**SOUND, **TURNED, **BLANK}, seed, each))
print("\n".join(told.lines()))
sys.exit(0 if min(told.precision("blank"), told.precision("turned")) >= 0.99 else 1)
