"""The index of a ledger's experiences is a local file, wherever the ledger's rows are."""

from __future__ import annotations

from app.job import Job
from app.model.after.asked import Asked, Scope
from app.model.submission import Standing
from app.receive.collection.collect import collect, is_current
from app.receive.collection.index import FILE
from app.receive.collection.search import search
from tests.receive.collection.made import NAMES, with_experiences
from tests.receive.ledgers import TOML


def test_what_is_collected_follows_the_rows_on_both_engines(new_ledger, tmp_path, sandbox):
    with new_ledger(tmp_path / "台账", TOML) as ledger:
        with_experiences(ledger, tmp_path / "来件", chosen=(0,))
        index = collect(ledger, sandbox, Job())
        assert index.path == tmp_path / "台账" / FILE and is_current(ledger)
        assert [hit.one.name for hit in search(index, Asked("零缺陷", Scope.ACCEPTED))] == [NAMES[2], NAMES[0]]
        ledger.set_standing(ledger.submissions()[0].id, Standing.RETURNED, "", "刘处")
        assert search(collect(ledger, sandbox, Job()), Asked(scope=Scope.ACCEPTED)) == ()
