"""The checks: `check_batch` says what is wrong with a batch, `rules_table` what is looked for.

A check is one function in one file below `enterprise/`, `track/` or `batch/`; nothing else lists it.
Facts were taken when files arrived: checking reads no file and is quick.
"""

from app.checks.check import Check, Mend, Need, Sides, check
from app.checks.run import check_batch, check_ids, check_of, checks_in, claims, rules_table

__all__ = [
    "Check", "Mend", "Need", "Sides", "check", "check_batch", "check_ids", "check_of", "checks_in", "claims",
    "rules_table",
]
