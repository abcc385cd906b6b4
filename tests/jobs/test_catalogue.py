"""光盘目录.html in a real browser, as somebody opens it from the disc."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.job import Job
from app.jobs.stage import stage
from tests.jobs import disc_batches
from tests.jobs.disc_batches import READY, a_ready_store, change, small

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no headless browser is installed")


@pytest.fixture(scope="module")
def pages(tmp_path_factory, sandbox) -> list[str]:
    """What the browser makes of the catalogues of a set of three discs."""
    tmp = tmp_path_factory.mktemp("catalogue")
    with pytest.MonkeyPatch.context() as patch, a_ready_store(tmp / "batch", sandbox, tmp / "in") as store:
        patch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
        change(store, "乙二", fields={"experience": "<script>document.title='坏'</script>&\"<b>"})
        made = stage(store, READY, tmp / "out", small(usable=617_000), sandbox, Job())
    return [opened(Path(staging.folder) / "光盘目录.html", tmp) for staging in made]


def opened(page: Path, home: Path) -> str:
    """The document after it was read, links resolved by nobody but the browser."""
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={home / 'profile'}",
        "--host-resolver-rules=MAP * 0.0.0.0", "--dump-dom", page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


def test_every_enterprise_of_the_set_is_a_row_on_every_disc(pages):
    for page in pages:
        assert len(re.findall("<td class=\"order\">", page)) == 3
        assert all(name in page for name in ("山东甲一机械有限公司", "济南乙二食品有限公司", "济南丙三化工有限公司"))
        assert page.count("打开压缩包") == 1 and page.count("在第 ") == 2


def test_what_people_wrote_is_text_and_runs_nothing(pages):
    assert "<title>2023年" in pages[0] and "<title>坏" not in pages[0]
    assert "&lt;script&gt;document.title='坏'&lt;/script&gt;&amp;" in pages[0]
    assert "<script" not in pages[0]
