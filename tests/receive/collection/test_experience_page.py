"""The offline page: opened without a network, searched by its own script, others' words are never markup."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser

import pytest

from app.errors import Cancelled, NotOurs
from app.job import Job
from app.paths import RESOURCES
from app.receive.collection.collect import collect
from app.receive.collection.collection import Collection
from app.receive.collection.web import MARKER, page_name, write_page
from tests.receive.collection.made import EVIL


@pytest.fixture(scope="module")
def page(experienced, sandbox, tmp_path_factory):
    chosen = collect(experienced, sandbox, Job()).experiences()
    return write_page(Collection([experienced]), chosen, tmp_path_factory.mktemp("网页"), sandbox, Job())


@pytest.fixture(scope="module")
def html(page):
    return page.start.read_text("utf-8")


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][1].get("id") == "data":
            self.data += data


def test_a_hostile_name_makes_no_markup(html):
    told = Tags(html)
    assert [tag for tag, _ in told.tags if tag in ("img", "iframe", "link", "object")] == []
    assert sum(tag == "script" for tag, _ in told.tags) == 2
    assert EVIL in [one["name"] for one in json.loads(told.data)["entries"]]
    script = (RESOURCES / "collection" / "page.js").read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(", script)


def test_nothing_is_fetched_from_anywhere(html):
    assert "http:" not in html and "https:" not in html and "default-src 'none'" in html
    assert not [tag for tag, told in Tags(html).tags if told.get("src") or told.get("href")]


def test_the_script_that_the_page_lets_run_is_its_own(html):
    import base64
    import hashlib

    (digest,) = re.findall(r"script-src 'sha256-([^']+)'", html)
    script = html.rpartition("<script>")[2].partition("</script>")[0]
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() == digest


def test_papers_lie_beside_it_and_the_zip_holds_the_same(page, html):
    entries = json.loads(Tags(html).data)["entries"]
    files = [path for one in entries for _, path in one["files"]]
    assert len(files) == 3 and all((page.start.parent / path).is_file() for path in files)
    beside = {path.relative_to(page.start.parent.parent).as_posix() for path in page.start.parent.rglob("*") if path.is_file()}
    assert set(zipfile.ZipFile(page.packed).namelist()) == beside
    assert page.experiences == 5 and len(page.left_out) == 2
    assert entries[4]["lacking"] == ["台账里没有它的经验材料"]


def test_a_page_of_ours_is_replaced_and_another_folder_never(experienced, sandbox, tmp_path):
    chosen = collect(experienced, sandbox, Job()).experiences()[:1]
    first = write_page(Collection([experienced]), chosen, tmp_path, sandbox, Job())
    assert write_page(Collection([experienced]), chosen, tmp_path, sandbox, Job()).start == first.start
    assert [path.name for path in sorted(tmp_path.iterdir())] == [f"{first.start.parent.name}", first.packed.name]
    (first.start.parent / MARKER).unlink()
    with pytest.raises(NotOurs):
        write_page(Collection([experienced]), chosen, tmp_path, sandbox, Job())
    assert page_name(Collection([experienced]), chosen) == first.start.parent.name


def test_a_page_that_is_stopped_leaves_nothing(experienced, sandbox, tmp_path):
    chosen = collect(experienced, sandbox, Job()).experiences()[:1]
    job = Job(lambda progress: job.cancel() if progress.message == "正在打包" else None)
    with pytest.raises(Cancelled):
        write_page(Collection([experienced]), chosen, tmp_path, sandbox, job)
    assert list(tmp_path.iterdir()) == []
