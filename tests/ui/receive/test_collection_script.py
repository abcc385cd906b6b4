"""The offline page's own search, asked in Qt's JavaScript: it finds and marks what the program's does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtQml import QJSEngine

from app.model.after.asked import Asked
from app.model.after.experience import Experience, ExperienceText, PageText
from app.paths import RESOURCES
from app.receive.collection.index import Entry, Index
from app.receive.collection.search import search
from app.receive.collection.spelling import marked, snippet, terms_of

TEXTS = {
    "济南精工机械有限公司": ("全流程质量追溯", "焊接质量数据采集到平台，\n推行零缺\n陷。质量、质量。"),
    "青岛海风食品有限公司": ("六西格玛方法", "对杀菌工序开展测量系统分析，焊缝除外。"),
    '<img src=x>甲"机械有限公司': ("零缺陷管理", "对铸件 X 射线 探伤，ＳＰＣ 控制；100% (全检)。"),
}


def asked(engine: QJSEngine, expression: str) -> Any:
    return json.loads(engine.evaluate(f"JSON.stringify({expression})").toString())  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def engine(qapp) -> QJSEngine:
    made = QJSEngine()
    made.evaluate((RESOURCES / "collection" / "page.js").read_text("utf-8"))
    assert asked(made, "typeof search") == "function"
    return made


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Index:
    made = Index(tmp_path_factory.mktemp("索引") / "索引.sqlite")
    entries = []
    for number, (name, (title, text)) in enumerate(TEXTS.items()):
        one = Experience(str(number), "", "", name, "", "", "", "", "", 2023, title, is_chosen=True)
        entries.append(Entry(one, ExperienceText((PageText(0, 1, text),)), ""))
    made.write(entries, "1")
    return made


@pytest.mark.parametrize("words", ["", "零缺陷", "焊", "焊接 平台", "x射线探伤", "ｓｐｃ", "质量", "机械", '<img "', "100%", "(全检)", "没有"])
def test_its_search_finds_what_the_programs_does(engine, index, words):
    entries = [
        {"name": name, "title": title, "text": text, "code": "", "abstract": ""} for name, (title, text) in TEXTS.items()
    ]
    told = f"search(prepared({json.dumps(entries)}), {json.dumps(words)}, {{}}).map(function (o) {{ return o.name; }})"
    assert asked(engine, told) == [hit.one.name for hit in search(index, Asked(words))]


@pytest.mark.parametrize(
    ("text", "words"), [("质量\n管理，ＳＰＣ与spc。", "质量管理 SPC"), ("a.b a+b [x] ^-", "a.b [x] ^-"), ("(甲)\\乙|丙/", "\\乙 |丙 /")]
)
def test_its_marks_are_where_the_programs_are(engine, text, words):
    told = f"pieces({json.dumps(text)}, patternOf(termsOf({json.dumps(words)})))"
    assert asked(engine, told) == [[piece.text, piece.is_hit] for piece in marked(text, terms_of(words))]


def test_its_snippets_are_the_programs(engine, index):
    text = "焊接在先。" + "前" * 200 + "质量 管理与焊接。" + "后" * 200
    for words in ("焊接 质量管理", "焊接", ""):
        told = f"cut({json.dumps(text)}, patternOf(termsOf({json.dumps(words)})))"
        assert asked(engine, told) == "".join(piece.text for piece in snippet(text, terms_of(words)))
