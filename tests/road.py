"""The road through the sample campaign by the command line: the yardstick for every other way."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.cli import main
from app.demo.campaign import Campaign
from app.demo.cast import TRACKS

REASON, RETURNED = "已打开核对", "请企业加盖公章后重新扫描"
UNSEALED = "济南云图软件有限公司"


def baopan(*words: object) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of one call of the command line."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return code, out.getvalue(), err.getvalue()


def done(*words: object) -> str:
    """stdout of a call that must succeed."""
    code, out, err = baopan(*words)
    assert code == 0, f"{words}: {out}{err}"
    return out


def report(batch: Path) -> dict[str, Any]:
    _, out, _ = baopan("check", batch, "--json")
    told: dict[str, Any] = json.loads(out)
    return told


def open_ids(batch: Path, grades: Sequence[str] = ("look",)) -> list[str]:
    return [f["id"] for f in report(batch)["findings"] if f["grade"] in grades and "decision" not in f]


def unsealed(batch: Path) -> str:
    """The finding of the form that nobody sealed."""
    told = report(batch)["findings"]
    found: str = next(f["id"] for f in told if f["check"] == "SEAL-01" and f["subject"] == UNSEALED)
    return found


def to_clean_batch(campaign: Campaign, batch: Path) -> None:
    """From nothing to a batch whose every look is decided and whose letters are sealed."""
    done("new", batch, "--sender", campaign.sender, "--contact", "王科", "--phone", "0531-66600000")
    for track in TRACKS:
        done("collect", batch, "--track", TRACKS[track], "--each", campaign.received[track][0].parent)
    for fix in campaign.renames:
        done("set", batch, fix.enterprise, f"{fix.field}={fix.value}")
    done("decide", batch, unsealed(batch), "return", "--reason", RETURNED)
    for track in TRACKS:
        for mended in campaign.mended[track]:
            done("collect", batch, "--track", TRACKS[track], "--replace", mended.path)
    for track in TRACKS:
        done("fill", batch, "--track", TRACKS[track], campaign.tables[track])
    for fix in campaign.fixes:
        done("set", batch, fix.enterprise, f"{fix.field}={fix.value}")
    for each in campaign.assignments:
        done("assign", batch, each.enterprise, each.member, each.role, *(("--pages", each.pages) if each.pages else ()))
    for track in TRACKS:
        done("letter", batch, "--track", TRACKS[track], "--out", batch.parent / "草稿", "--day", "2023-08-25")
        done("attach", batch, "--track", TRACKS[track], campaign.letters[track])
    for finding in open_ids(batch):
        done("decide", batch, finding, "accept", "--reason", REASON)
