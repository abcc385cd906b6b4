"""光盘目录.html in a real browser, as somebody opens it from the disc."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from app.job import Job
from app.send.stage import stage
from tests import disc_batches
from tests.disc_batches import READY, a_ready_store, change, small

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no headless browser is installed")


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory, sandbox) -> list[Path]:
    """Those of a set of three discs."""
    tmp = tmp_path_factory.mktemp("catalogue")
    with pytest.MonkeyPatch.context() as patch, a_ready_store(tmp / "batch", sandbox, tmp / "in") as store:
        patch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
        change(store, "乙二", fields={"experience": "<script>document.title='坏'</script>&\"<b>"})
        made = stage(store, READY, tmp / "out", small(usable=617_000), sandbox, Job())
    return [Path(staging.folder) / "光盘目录.html" for staging in made]


@pytest.fixture(scope="module")
def pages(catalogues, tmp_path_factory) -> list[str]:
    """What the browser makes of them, links resolved by nobody but the browser."""
    home = tmp_path_factory.mktemp("browser")
    return [browse(page, home, "--dump-dom").decode() for page in catalogues]


def browse(page: Path, home: Path, *words: str) -> bytes:
    """What it writes; no name of the net is known to it."""
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={home / 'profile'}",
        "--host-resolver-rules=MAP * 0.0.0.0", *words, page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout


def test_every_enterprise_of_the_set_is_a_row_on_every_disc(pages):
    for page in pages:
        assert len(re.findall("<td class=\"order\">", page)) == 3
        assert all(name in page for name in ("山东甲一机械有限公司", "济南乙二食品有限公司", "济南丙三化工有限公司"))
        assert page.count("打开压缩包") == 1 and page.count("在第 ") == 2


def test_what_people_wrote_is_text_and_runs_nothing(pages):
    assert "<title>2023年" in pages[0] and "<title>坏" not in pages[0]
    assert "&lt;script&gt;document.title='坏'&lt;/script&gt;&amp;" in pages[0]
    assert "<script" not in pages[0]


def test_every_link_leads_to_a_file_of_the_same_disc(catalogues, pages):
    for catalogue, page in zip(catalogues, pages, strict=True):
        links = [unescape(link) for link in re.findall(r'href="([^"#]+)"', page)]
        assert links
        for link in links:
            target = (catalogue.parent / unquote(link)).resolve()
            assert target.is_file(), link
            assert target.is_relative_to(catalogue.parent.resolve())
        packages = {path.name for path in catalogue.parent.rglob("*.zip")}
        assert packages <= {Path(unquote(link)).name for link in links}


def test_nothing_is_fetched_from_anywhere(pages):
    for page in pages:
        assert not re.search(r"""(src|srcset|action|data|background)\s*=|@import|url\(|<(link|iframe|form)\b""", page)
        assert not re.search(r'href="(?:[a-z][a-z0-9+.-]*:|//)', page)


def test_it_is_seen_on_the_screen(catalogues, tmp_path):
    """Dark words on white, and a good deal of both."""
    picture = tmp_path / "page.png"
    browse(catalogues[0], tmp_path, f"--screenshot={picture}", "--window-size=1200,900")
    with Image.open(picture) as image:
        grey = image.convert("L").histogram()
    assert sum(grey[:128]) > 2_000
    assert sum(grey[250:]) > 100_000
