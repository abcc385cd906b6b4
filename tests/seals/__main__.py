"""`python -m tests.seals [SEED] [EACH]`: precision and recall on labelled pages made from a seed.

`python -m tests.seals names [SEED] [COUNT]`: the names in labelled seals, another's told and the own one doubted.
"""

from __future__ import annotations

import sys

from tests.seals.measure import measured
from tests.seals.measure_names import measured_names
from tests.seals.named import named
from tests.seals.pages import pages

words = sys.argv[1:]
if words[:1] == ["names"]:
    seed, count = (int(word) for word in (*words[1:], *("2024", "300")[len(words) - 1 :]))
    read = measured_names(named(seed, count), seed)
    print("\n".join(read.lines()))
    sys.exit(0 if read.told >= 0.95 and read.doubts <= 0.01 else 1)
seed, each = (int(word) for word in (*words, *("2023", "14")[len(words) :]))
told = measured(pages(seed, each))
print("\n".join(told.lines()))
sys.exit(0 if told.precision >= 0.98 and told.recall >= 0.97 else 1)
