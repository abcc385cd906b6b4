"""The checks: `check_batch` says what is wrong with a batch, `rules_table` what is looked for.

A check is one function in one file below `enterprise/`, `substance/`, `track/`, `batch/`, `disc/` or
`ledger/`; nothing else lists it or knows its id: what others would ask an id for stands in its `@check`.
Facts were taken when files arrived: checking reads no file and is quick.
"""

from app.checks.check import Answers, Check, Mend, Need, Sides, check
from app.checks.run import check_batch, check_ids, check_of, checks_in, claims, judged, regraded, rules_table

__all__ = [
    "Answers", "Check", "Mend", "Need", "Sides", "check", "check_batch", "check_ids", "check_of", "checks_in",
    "claims", "judged", "regraded", "rules_table",
]
