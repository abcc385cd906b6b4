"""What is kept of one disc beside its files, and what the sender's program told that goes into it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from app.model.batch import Decision
from app.receive.compose import DiscRecord
from app.writing import atomic

CONTENT = "内容"
RECORD = "记录.json"


def read_record(folder: Path) -> DiscRecord | None:
    """None when there is none that is whole."""
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=DiscRecord)
    except (OSError, msgspec.MsgspecError):
        return None


def write_record(folder: Path, record: DiscRecord) -> None:
    """Raises AppError."""
    atomic.write_bytes(folder / RECORD, msgspec.json.encode(record))


def decisions_told(told: Mapping[str, Any]) -> tuple[Decision, ...]:
    """Of submission.json, as the two below; nothing where it is none of ours."""
    try:
        return msgspec.convert(told.get("decisions", []), tuple[Decision, ...])
    except msgspec.ValidationError:
        return ()


def roles_told(told: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Package → sha256 of a file in it → material id."""
    try:
        return {
            str(package["path"]): msgspec.convert(package["roles"], dict[str, str])
            for track in told.get("tracks", ())
            for package in track["packages"]
            if "roles" in package
        }
    except (KeyError, TypeError, msgspec.ValidationError):
        return {}


def ids_told(told: Mapping[str, Any]) -> dict[str, str]:
    """Package → id of its enterprise in the sender's batch."""
    try:
        packages = [package for track in told.get("tracks", ()) for package in track["packages"]]
        return {str(package["path"]): str(package.get("id", "")) for package in packages}
    except (KeyError, TypeError, AttributeError):
        return {}
