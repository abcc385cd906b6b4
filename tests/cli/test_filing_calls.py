"""assign and parts on the command line; what `check --json` tells of every file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import main, show
from app.model.documents.words import PageWords, Words
from app.store.store import BatchStore
from tests.builders import a_pdf

FIRM = "山东甲机械有限公司"


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A package with one document of four pages whose headings are known, and a folder of two scans."""
    package = tmp_path / FIRM
    (package / "扫描").mkdir(parents=True)
    (package / "全套.pdf").write_bytes(a_pdf(4))
    for name in ("甲.pdf", "乙.pdf"):
        (package / "扫描" / name).write_bytes(a_pdf(text=str(len(name) + ord(name[0]))))
    made = tmp_path / "批次"
    assert main(["new", str(made), "--sender", "370100"]) == 0
    assert main(["collect", str(made), "--track", "全省", str(package)]) == 0
    with BatchStore.open(made) as store:
        (source,) = store.batch.sources.values()
        sha = next(member.sha256 for member in source.members if member.name == "全套.pdf")
        heads = ("申报书", "", "典型经验材料", "证明材料")
        words = Words(tuple(PageWords(n, head, head) for n, head in enumerate(heads, 1)), 4)
        store.apply("读取", lambda b: replace(b, words={sha: words}), can_undo=False)
    return made


def told(batch: Path) -> dict[str, dict[str, object]]:
    with BatchStore.open(batch) as store:
        return {str(each["path"]): each for each in show.files_of(store.batch, store.notice)}


def test_a_proposal_is_told_and_confirmed_by_one_call(batch: Path) -> None:
    whole = told(batch)["全套.pdf"]
    assert (whole["subject"], whole["state"], whole["materials"]) == (FIRM, "waiting", [])
    assert whole["proposed_pages"] == {"申报书": "1-2", "典型经验材料": "3", "证明材料": "4"}
    assert main(["assign", str(batch), FIRM, "全套.pdf", "按建议"]) == 0
    whole = told(batch)["全套.pdf"]
    assert whole["state"] == "filed" and whole["materials"] == ["申报书", "典型经验材料", "证明材料"]
    assert whole["pages"] == {"申报书": "1-2", "典型经验材料": "3", "证明材料": "4"} and whole["why"] == "您归的类"
    assert json.dumps(whole, ensure_ascii=False)


def test_several_calls_add_parts_and_a_file_may_be_several_things(batch: Path) -> None:
    assert main(["assign", str(batch), FIRM, "全套.pdf", "申报书", "--pages", "1-2"]) == 0
    assert main(["assign", str(batch), FIRM, "全套.pdf", "证明材料", "--pages", "3,4"]) == 0
    assert told(batch)["全套.pdf"]["pages"] == {"申报书": "1-2", "证明材料": "3-4"}
    assert main(["assign", str(batch), FIRM, "全套.pdf", "申报书、体系证书、专利、获奖"]) == 0
    whole = told(batch)["全套.pdf"]
    assert whole["materials"] == ["申报书", "体系证书、专利、获奖"] and whole["pages"] == {}


def test_files_put_together_in_order_are_one_material(batch: Path) -> None:
    assert main(["parts", str(batch), FIRM, "申报书", "扫描/乙.pdf", "扫描/甲.pdf"]) == 0
    with BatchStore.open(batch) as store:
        (one,) = store.batch.enterprises.values()
        assert [key.rpartition("/")[2] for key in one.made_of["form"]] == ["乙.pdf", "甲.pdf"]
    assert told(batch)["扫描/甲.pdf"]["materials"] == ["申报书"]


WRONG = (
    ("assign", "全套.pdf", "申报书", "--pages", "3-9"), ("assign", "全套.pdf", "申报书、证明材料", "--pages", "1"),
    ("assign", "扫描", "申报书", "--pages", "1"), ("assign", "扫描/甲.pdf", "按建议"), ("assign", "全套.pdf", "合同"),
    ("assign", "全套.pdf", "申报书", "--pages", "b"), ("assign", "全套.pdf", "申报书、不装入"),
    ("parts", "申报书", "全套.pdf"), ("parts", "不装入", "全套.pdf", "扫描/甲.pdf"),
)  # fmt: skip


def test_what_cannot_be_meant_is_said_and_changes_nothing(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = told(batch)
    for call in WRONG:
        capsys.readouterr()
        assert main([call[0], str(batch), FIRM, *call[1:]]) == 2, call
        assert capsys.readouterr().err.strip() and told(batch) == before
