"""What is made wrong in a batch that is in order, where no file tells it: quota, order, twins, letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.demo.trial.applicants import code_of
from app.model.awarded import Award
from app.model.batch import Batch, Enterprise, Letter
from app.model.correction import Correction, Point
from app.model.source import Member
from app.notices.notice import Notice, Track


@dataclass(frozen=True, slots=True)
class Changed:
    """`check` must find something in `batch` on that day."""

    check: str
    what: str
    batch: Batch
    today: date


def changed(batch: Batch, notice: Notice) -> Iterator[Changed]:
    """`batch`: in order, one enterprise in each track."""
    track = notice.tracks[0]
    one = batch.in_track(track.id)[0]
    day = notice.deadline
    for check, what, wrong in _batches(batch, notice, track, one):
        yield Changed(check, what, wrong, day)
    yield Changed("DATE-01", "晚于截止日期一天", batch, notice.deadline + timedelta(days=1))


def _batches(
    batch: Batch, notice: Notice, track: Track, one: Enterprise
) -> Iterator[tuple[str, str, Batch]]:
    yield "SIZE-01", "打包后超过限额", _heavier(batch, one, notice.size.refuse + 1)
    yield "NAME-02", "汇总表的名称多一个字", _put(
        batch, replace(one, fields={**one.fields, "name": f"{one.name}司"})
    )
    yield "NAME-05", "名称不像企业全称", _called(batch, one, f"{one.name[:4]}机床二部资料")
    yield "NAME-04", "名称里有不能用的字符", _called(batch, one, f"{one.name}/分厂")
    yield "NAME-06", "企业全称没有核对", _put(batch, replace(one, is_confirmed=False))
    most = track.quota_of(batch.sender).most
    if most:
        yield "QUOTA-01", f"推荐了 {most + 1} 项", _with_others(batch, one, most)
    else:
        yield "QUOTA-01", "附了推荐文件，却没有一家", batch.without_enterprise(one.id)
    for column in (each for each in track.columns if each.filled == "order"):
        yield "ORDER-01", "序号不从 1 起", _put(batch, replace(one, fields={**one.fields, column.id: "3"}))
    yield "DUP-01", "同一企业报了两次", _twin(batch, one)
    yield "DUP-02", "两家的文件一模一样", _with_others(batch, one, 1)
    if notice.barred_years:
        award = Award(notice.year - 1, one.name, "", track.title, "去年的名单")
        yield "DUP-03", "去年已获评", replace(batch, awarded={award.listed: (award,)})
    yield "LETTER-01", "没有推荐文件", batch.with_letter(track.id, Letter())
    yield "LETTER-02", "盖章以后改了名单", _called(batch, one, one.name.replace("试制", "改制"))
    yield "RETURN-01", "要求补正的还没有处理", _returned(batch, notice, track, one.name)
    yield "RETURN-02", "要求本单位补正的还没有处理", _returned(batch, notice, track, "")


def _put(batch: Batch, one: Enterprise) -> Batch:
    return replace(batch, enterprises={**batch.enterprises, one.id: one})


def _called(batch: Batch, one: Enterprise, name: str) -> Batch:
    return _put(batch, replace(one, name=name))


def _heavier(batch: Batch, one: Enterprise, size: int) -> Batch:
    source = batch.sources[one.sources[0]]
    video = Member("证明/视频.mp4", size, "0" * 64, "unknown", index=len(source.members))
    heavy = replace(source, members=(*source.members, video), size=size)
    return replace(batch, sources={**batch.sources, source.id: heavy})


def _twin(batch: Batch, one: Enterprise) -> Batch:
    return batch.with_enterprise(replace(one, id=f"{one.id}-again"))


def _with_others(batch: Batch, one: Enterprise, count: int) -> Batch:
    """As many more of the same papers, under other names and codes."""
    for number in range(count):
        fields = {key: text.replace(one.name, f"{one.name}{number}") for key, text in one.fields.items()}
        other = replace(one, id=f"{one.id}-{number}", name=f"第{number}{one.name}", fields=fields)
        for key in [key for key, text in fields.items() if len(text) == 18 and text[:2] == "91"]:
            fields[key] = code_of(800 + number, fields[key][2:6])
        batch = batch.with_enterprise(other)
    return batch


def _returned(batch: Batch, notice: Notice, track: Track, name: str) -> Batch:
    point = Point(
        "", "must", "缺材料", "请补交", track=track.id if name else "", enterprise=name
    )
    day = notice.issued.isoformat()
    return replace(batch, correction=Correction(1, "试用", notice.id, "", "", day, "", "", (point,)))
