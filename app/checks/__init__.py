"""The checks: `check_batch` says what is wrong with a batch, `rules_table` what is looked for.

A check is one function in one file below `enterprise/`, `track/` or `batch/`; nothing else lists it.
Facts were taken when files arrived: checking reads no file and is quick.
"""

from app.checks.check import Check, check
from app.checks.run import check_batch, check_ids, checks_in, rules_table

__all__ = ["Check", "check", "check_batch", "check_ids", "checks_in", "rules_table"]
