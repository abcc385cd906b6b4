"""The discs themselves: ours by the parts that stage a batch, and others as people put them together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from app.checks.notices import read_notice
from app.demo.campaign import Packing
from app.demo.cast import TRACKS, Applicant
from app.demo.documents.contents import LEFTOVERS, Contents
from app.demo.documents.letters import sealed_scan
from app.demo.documents.tables import odd_table
from app.demo.packing import pack, set_times, zipped
from app.demo.province.cast import DiscCast, Form, Spoiled, TrackCast
from app.disc import submission_json
from app.disc.iso.write import write_image
from app.job import Job
from app.model.batch import Batch, Enterprise, Letter, LetterFields, Sender
from app.model.correction import Correction
from app.model.disc import CD, DiscPlan, Medium, disc_id, on_disc
from app.model.source import Container, Member, Source
from app.notices.notice import Notice
from app.paths import RESOURCES
from app.send import tree
from app.send.pack import found
from app.send.plan import disc_label, load_of, plan_discs
from app.wording import day
from app.writing.moving import move

_PAPERS = {
    "申报书.pdf": "form.stamped",
    "典型经验材料.pdf": "experience.text",
    "证明材料/1营业执照.pdf": "licence.text",
    "证明材料/2 2022年审计报告.pdf": "audit.text",
    "证明材料/3承诺书.pdf": "pledge.stamped",
}
_SCANNED = {"form.stamped": "form"}  # in the national track the forms were printed, sealed and scanned
_STRAY = {"新建文件夹/汇总表（旧）.xlsx": b"PK\3\4", "Thumbs.db": LEFTOVERS["thumbs"]()}
_KINDS = {".zip": Packing.ZIP_GBK, ".7z": Packing.SEVENZ}


def disc_ids(told: DiscCast) -> tuple[str, ...]:
    """Of the set, in order; what a disc of ours is called."""
    label = disc_label(notice_of(told.year), told.sender)
    return tuple(disc_id(label, number) for number in range(1, told.of + 1))


def places(told: DiscCast) -> tuple[str, ...]:
    """What a clerk points at, relative to the campaign's folder: one for each disc of the set."""
    if told.form in (Form.HAND, Form.ZIP):
        return (told.path,)
    ending = ".iso" if told.form is Form.IMAGE else ""
    return tuple(f"{told.path}/{each}{ending}" for each in disc_ids(told))


@cache
def notice_of(year: int) -> Notice:
    """That of 2023, or what the one of another year looked like as far as a disc shows it."""
    notice, _ = read_notice(RESOURCES / "notices" / "2023.toml")
    if year == notice.year:
        return notice
    old, new = str(notice.year), str(year)
    return replace(
        notice, id=new, year=year, disc_label=notice.disc_label.replace(old[2:], new[2:]),
        title=notice.title.replace(old, new), name=notice.name.replace(old, new),
        issued=notice.issued.replace(year), deadline=notice.deadline.replace(year),
        online_deadline=notice.online_deadline and notice.online_deadline.replace(year),
    )


def make_disc(told: DiscCast, folder: Path, work: Path, contents: Contents) -> None:
    """Write the disc, or the set, of `told` into the campaign's `folder`; `work` is empty, beside it."""
    out = folder / told.path
    if told.form in (Form.BAG, Form.IMAGE):
        out.mkdir(parents=True)
        _Bagging(told, work, contents).write(out)
    elif told.form is Form.HAND:
        out.mkdir(parents=True)
        _write_by_hand(told, out, contents)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        _write_by_hand(told, work, contents)
        files = sorted(path for path in work.rglob("*") if path.is_file())
        inside = {path.relative_to(work).as_posix(): path.read_bytes() for path in files}
        pack(out, inside, Packing.ZIP_GBK)


# -- ours --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Bagging:
    """One city's batch as it stands when all is done, and the discs of it."""

    told: DiscCast
    work: Path
    contents: Contents

    def write(self, out: Path) -> None:
        batch, notice = self._batch(), notice_of(self.told.year)
        plans = plan_discs(batch, notice, self._medium(batch, notice), self.told.day)
        assert len(plans) == self.told.of
        for plan in plans:
            packages = {p.enterprise: package for p in plan.packings if (package := found(p, self.work))}
            tree.build(out / plan.disc_id, plan, batch, notice, packages, self.work, Job())
            self._finish(out / plan.disc_id, plan)

    def _finish(self, disc: Path, plan: DiscPlan) -> None:
        if self.told.form is Form.IMAGE:
            write_image(disc, plan.disc_id, disc.with_name(f"{plan.disc_id}.iso"), Job())
            move(disc, self.work / plan.disc_id)
        _SPOILERS[self.told.spoiled](disc)

    def _batch(self) -> Batch:
        who = replace(self.told.sender, contact="科技科", phone="0531-80000000")
        batch = Batch(who, notice_of(self.told.year).id, self.told.day.isoformat(), correction=self._mended())
        for track, cast in self.told.tracks.items():
            for applicant in cast.rows:
                source = self._package(applicant, f"s{len(batch.sources) + 1:04d}")
                key = source.id.replace("s", "e")
                one = Enterprise(key, track, applicant.name, (source.id,), True, fields=_row(applicant))
                batch = batch.with_enterprise(one, [source])
            batch = batch.with_letter(track, self._letter(batch, track))
        return batch

    def _package(self, who: Applicant, source: str) -> Source:
        """A sound zip, which goes on the disc as it is."""
        files = _files(who, self.told, self.contents)
        path = Path("materials", source, f"{who.name}.zip")
        content = _written(self.work / path, zipped(files))
        members = tuple(
            Member(name, len(inside), _sha256(inside), "pdf", index=index)
            for index, (name, inside) in enumerate(files.items())
        )
        return Source(
            source, "", path.as_posix(), Container.ZIP, len(content), _sha256(content), members,
            complete_zip=True,
        )

    def _letter(self, batch: Batch, track: str) -> Letter:
        stored = f"letters/{track}-1.pdf"
        scan = _letter(batch, track, self.told, self.contents)
        content = _written(self.work / stored, scan)
        listed = batch.listed(track)
        return Letter(_numbered(self.told, track), listed, stored, len(content), _sha256(content), listed)

    def _mended(self) -> Correction | None:
        """The 补正通知 that the disc answers."""
        told, sender = self.told, self.told.sender
        if not told.attempt:
            return None
        asked = f"{told.year}-{sender.code}-{told.attempt}"
        return Correction(
            told.attempt, asked, str(told.year), sender.name, sender.code, told.day.isoformat(), "", "", ()
        )

    def _medium(self, batch: Batch, notice: Notice) -> Medium:
        """A CD; for a set, one so small that its packages take all of the discs."""
        if self.told.of == 1:
            return CD
        load = load_of(batch, notice)
        sizes = [on_disc(file.size) for file in load.packages]
        return replace(CD, usable=load.base + sum(sizes) // self.told.of + max(sizes) // 2)


def _flip(disc: Path) -> None:
    """In the middle of the first package of the last track; its length stays."""
    package = _packages(disc)[0]
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 0x10
    package.unlink()  # it may be linked to the one it was made of
    package.write_bytes(content)


def _lose(disc: Path) -> None:
    _packages(disc)[-1].unlink()


def _stray(disc: Path) -> None:
    for name, content in _STRAY.items():
        _written(disc / name, content)


def _packages(disc: Path) -> list[Path]:
    """Of the last track, in recommended order."""
    said = submission_json.decode((disc / submission_json.FILE).read_bytes())
    assert said is not None
    found = {path.name: path for path in disc.glob("data/*/申报材料/*.zip")}
    return [found[each.file] for each in said.set if each.track == said.set[-1].track]


_SPOILERS = {
    Spoiled.NOT: lambda _: None, Spoiled.FLIPPED: _flip, Spoiled.MISSING: _lose, Spoiled.EXTRA: _stray,
}


# -- by hand -----------------------------------------------------------------------------------------
def _write_by_hand(told: DiscCast, out: Path, contents: Contents) -> None:
    for track, cast in told.tracks.items():
        for path, who in cast.packed.items():
            packing = _KINDS.get(Path(path).suffix, Packing.FOLDER)
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            pack(out / path, _files(who, told, contents), packing)
        _written(out / cast.letter, _letter(_listing(told.sender, track, cast), track, told, contents))
        title = f"{told.year}年{notice_of(told.year).track(track).title}申报汇总表"
        table = odd_table(title, told.sender, cast.rows, cast.numbers, day(told.day))
        _written(out / cast.table, table)
    set_times(out)


def _listing(sender: Sender, track: str, cast: TrackCast) -> Batch:
    batch = Batch(sender, "2023", "")
    for number, who in enumerate(cast.rows):
        batch = batch.with_enterprise(Enterprise(f"e{number}", track, who.name, (), fields=_row(who)))
    return batch


# -- both --------------------------------------------------------------------------------------------
def _files(who: Applicant, told: DiscCast, contents: Contents) -> dict[str, bytes]:
    """Path inside the package → bytes."""
    papers = dict(_of(who))
    missing = told.without.get(who.name, "")
    return {
        path: contents.of(kind, who) for path, kind in papers.items() if kind.partition(".")[0] != missing
    }


def _of(who: Applicant) -> Iterator[tuple[str, str]]:
    for path, kind in _PAPERS.items():
        yield path, _SCANNED.get(kind, kind) if who.track == "national" else kind


def _letter(batch: Batch, track: str, told: DiscCast, contents: Contents) -> bytes:
    name = f"letter/{told.path}/{track}"
    batch = batch.with_letter(track, Letter(_numbered(told, track)))
    return sealed_scan(batch, track, notice_of(told.year), told.day, contents, name, told.of)


def _numbered(told: DiscCast, track: str) -> LetterFields:
    """With its 发文字号, as every letter that was sent has one."""
    who = f"{told.sender.city[0]}工信函" if told.sender.is_bureau else "申报函"
    number = told.day.toordinal() % 90 + list(TRACKS).index(track) + 10
    return LetterFields(f"{who}\u3014{told.year}\u3015{number}号")


def _row(who: Applicant) -> Mapping[str, str]:
    """Column id → text; a track takes the columns it has."""
    columns = (
        "name", "county", "code", "experience", "area", "industry", "division", "ownership", "scale",
        "revenue", "contact", "post", "phone", "email",
    )
    return {column: getattr(who, column) for column in columns}


def _written(path: Path, content: bytes) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
