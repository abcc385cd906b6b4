"""Another campaign goes the whole road by the command line: from packages to the lists, city and province."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from app.checks.notices import read_notice
from app.notices.notice import Column, Notice
from tests.builders import a_docx, a_folder, a_pdf
from tests.checks.cases import a_code
from tests.road import baopan, done

CAMPAIGNS = Path(__file__).parents[1] / "notices" / "campaigns"


@dataclass(frozen=True)
class Campaign:
    """`path` of its notice; the `sender` by code; the last `track` has an enterprise more."""

    path: Path
    sender: str

    @property
    def notice(self) -> Notice:
        return read_notice(self.path)[0]


OTHER = Campaign(CAMPAIGNS / "specialised.toml", "370200")  # two more: tests/ui/editions/test_made_by_hand.py


@pytest.fixture
def campaign(monkeypatch: pytest.MonkeyPatch) -> Campaign:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")  # 2024-03-09: before each deadline
    return OTHER


def enterprises(notice: Notice) -> dict[str, list[str]]:
    """Track → who applies in it."""
    return {track.id: [f"某某{'甲乙丙丁'[n]}机械有限公司"] for n, track in enumerate(notice.tracks)}


def package(folder: Path, notice: Notice) -> Path:
    """All that is required, each file called by what it is."""
    files = {f"{m.title}.{'docx' if 'docx' in m.kinds else 'pdf'}": m for m in notice.required_materials}
    bytes_of = {"docx": a_docx(), "pdf": a_pdf(text="quality")}
    return a_folder(folder, {name: bytes_of[name.rpartition(".")[2]] for name in files})


def cell(column: Column, name: str, number: int, sender: str, notice: Notice) -> object:
    told = {"code": a_code(number, sender), "phone": "13800000000", "email": "a@b.example", "division": "34",
            "industry": "通用设备制造业", "number": 12, "date": "2001-02-03",
            "area": notice.areas[0].title}  # fmt: skip
    return {"order": 1, "name": name, "sender": "", "city": ""}.get(column.filled) or told.get(column.kind, "甲")


def a_table(path: Path, notice: Notice, track: str, names: list[str], sender: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    columns = notice.track(track).columns
    sheet.append([column.title for column in columns])
    for name in names:
        sheet.append([cell(column, name, ord(name[2]) % 97, sender, notice) for column in columns])
    book.save(path)
    return path


def to_clean_batch(campaign: Campaign, home: Path) -> Path:
    """From nothing to a batch that may be staged."""
    notice, batch = campaign.notice, home / "批次"
    done("new", batch, "--sender", campaign.sender, "--notice", campaign.path, "--contact", "王", "--phone", "025-86660000")
    for track in notice.tracks:
        names = enterprises(notice)[track.id]
        for name in names:
            done("collect", batch, "--track", track.short, package(home / track.id / name, notice))
        done("fill", batch, "--track", track.title, a_table(home / f"{track.id}.xlsx", notice, track.id, names, campaign.sender))
        done("set", batch, names[0], f"{track.columns[-1].title}=13900000000")
        done("letter", batch, "--track", track.id, "--out", home / "草稿", "--day", "2024-03-08")
        done("attach", batch, "--track", track.short, home / "草稿" / f"{track.short}推荐文件（草稿）.pdf")
    done("confirm", batch)
    _, out, _ = baopan("check", batch, "--json")
    held = [f for f in json.loads(out)["findings"] if f["grade"] in ("must", "look")]
    assert {f["grade"] for f in held} <= {"look"}, [(f["check"], f["what"]) for f in held if f["grade"] == "must"]
    for finding in held:
        done("decide", batch, finding["id"], "accept", "--reason", "已核对")
    return batch


def test_a_campaign_goes_the_whole_road(campaign: Campaign, tmp_path: Path) -> None:
    notice, batch, discs, ledger = campaign.notice, to_clean_batch(campaign, tmp_path), tmp_path / "盘", tmp_path / "台账"
    done("stage", batch, "--out", discs, "--iso")
    (image,) = discs.glob("*.iso")
    assert image.name.startswith(f"{notice.disc_label}_{campaign.sender[:4]}")
    done("verify", image)
    done("papers", batch, "--out", tmp_path / "纸")
    done("ledger-new", ledger, "--notice", campaign.path)
    assert notice.region.sender_named(campaign.sender).name in baopan("look", ledger, image)[1]
    told = json.loads(baopan("receive", ledger, image, "--json")[1])
    key = told["submission"]
    assert campaign.sender in key and len(told["subjects"]) == len(notice.tracks)
    for finding in told["findings"]:
        if finding["grade"] == "look" and "decision" not in finding:
            done("judge", ledger, key, finding["id"], "accept", "--reason", "已核对")
    done("accept", ledger, key, "--out", tmp_path / "回执")
    done("merge", ledger, "--out", tmp_path / "总表.xlsx")
    assert openpyxl.load_workbook(tmp_path / "总表.xlsx").sheetnames == [track.title for track in notice.tracks]
    reviewed(notice, ledger, tmp_path)


def reviewed(notice: Notice, ledger: Path, home: Path) -> None:
    out = home / "评审"
    done("experts", ledger, "--out", out / "材料", "--by", "track")
    done("sheets", ledger, "--out", out, "--expert", "张三", "--by", "track")
    (path,) = out.glob("评分表_*.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        heads = [each.value for each in sheet[3]]
        sheet.cell(4, next(n for n, head in enumerate(heads, 1) if head and "分数" in str(head))).value = 90
    book.save(path)
    done("scores", ledger, path)
    for track in notice.tracks:
        assert track.marked in done("recommend", ledger, "--track", track.short, "--first", "1")
    done("results", ledger, "--out", out / "结果")
    shown = openpyxl.load_workbook(out / "结果" / "公示名单.xlsx")
    assert [sheet["A1"].value for sheet in shown] == [
        f"{notice.year}年{track.title}{track.proposed}名单（公示）" for track in notice.tracks
    ]
    files_online = any(track.files_online for track in notice.tracks)
    assert (out / "结果" / "网上申报提醒名单.xlsx").exists() == files_online


def test_a_province_gives_back_what_is_not_in_order(campaign: Campaign, tmp_path: Path) -> None:
    batch, discs, ledger = to_clean_batch(campaign, tmp_path), tmp_path / "盘", tmp_path / "台账"
    done("stage", batch, "--out", discs)
    (disc,) = discs.iterdir()
    done("ledger-new", ledger, "--notice", campaign.path)
    key = json.loads(baopan("receive", ledger, disc, "--json")[1])["submission"]
    done("return", ledger, key, "--reason", "请补交", "--out", tmp_path / "补正")
    (told,) = (tmp_path / "补正").rglob("*.json")
    done("correct", batch, told)


def test_a_track_the_notice_has_not_is_refused_in_one_line(campaign: Campaign, tmp_path: Path) -> None:
    notice, batch = campaign.notice, tmp_path / "批次"
    done("new", batch, "--sender", campaign.sender, "--notice", campaign.path)
    code, _, said = baopan("order", batch, "--track", "没有的类", "某公司")
    assert code == 2 and said.count("\n") == 1
    assert "、".join(track.short for track in notice.tracks) in said
