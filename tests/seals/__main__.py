"""`python -m tests.seals [SEED] [EACH]`: precision and recall on labelled pages made from a seed."""

from __future__ import annotations

import sys

from tests.seals.measure import measured
from tests.seals.pages import pages

seed, each = (int(word) for word in (*sys.argv[1:], *("2023", "14")[len(sys.argv) - 1 :]))
told = measured(pages(seed, each))
print("\n".join(told.lines()))
sys.exit(0 if told.precision >= 0.98 and told.recall >= 0.97 else 1)
