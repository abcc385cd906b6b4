"""demo, new, collect, fill, set, assign, order and what goes with them."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock, wording
from app.batch import edit
from app.cli import show
from app.cli.command import BATCH, ENTERPRISE, OUT, TRACK, arg, command, on_batch
from app.cli.terminal import say
from app.errors import NothingFound, SourceVanished, WrongUse
from app.model.batch import Batch
from app.store.acts import Act, done
from app.store.removed import put_back, removed
from app.store.store import BatchStore

if TYPE_CHECKING:
    from app.send.dropped.lots import Lot

_NAMES = arg("names", nargs="+", metavar="ENTERPRISE", help="全称、编号或名称的一部分")


@command(
    "demo", "生成一套样例材料，供试用和练习",
    arg("folder", type=Path, metavar="DIR"),
    arg("--seed", type=int, default=2023, metavar="N"),
    arg("--province", action="store_true", help="改为生成各市交到省厅的光盘"),
)  # fmt: skip
def demo(options: Namespace) -> None:
    from app.demo import make_demo

    if options.province:
        from app.demo.province import make_province_demo

        discs = make_province_demo(options.folder, options.seed, show.job()).discs
        count = sum(len(each.places) for each in discs)
        say(f"样例已生成：{options.folder}（各市和直报企业交来的光盘 {count} 张；说明见“先读我.txt”）")
        return
    campaign = make_demo(options.folder, options.seed, show.job())
    count = sum(len(paths) for paths in campaign.received.values())
    say(f"样例已生成：{options.folder}（{count} 家企业的材料、汇总表、盖章的推荐文件；说明见“先读我.txt”）")


@command(
    "new", "新建批次", BATCH,
    arg("--sender", required=True, metavar="CODE_OR_NAME", help="市的代码或直报企业全称"),
    arg("--notice", default="2023", metavar="ID_OR_FILE", help="规则编号，或 .toml 文件"),
    arg("--contact", default="", help="联系人"),
    arg("--phone", default="", help="联系电话"),
)  # fmt: skip
def new(options: Namespace) -> None:
    from app.checks.notices import load_notice, read_notice

    path = Path(options.notice)
    notice, content = read_notice(path) if path.suffix.lower() == ".toml" else load_notice(options.notice)
    sender = replace(notice.region.sender_named(options.sender), contact=options.contact, phone=options.phone)
    if notice.asked_kinds and not sender.is_bureau and not sender.kind:
        told = "或".join(f"{sender.name}（{kind}）" for kind in notice.asked_kinds)
        raise WrongUse(f"通知对直报企业按种类规定了项数，--sender 请写明是哪一种：{told}")
    batch = Batch(sender, notice.id, clock.now().isoformat())
    with BatchStore.create(options.batch, batch, content):
        say(f"已新建批次：{sender.name}，{notice.title}")


@on_batch(
    "collect", "收集企业材料（原件不动）",
    arg("--track", default="", metavar="NAME", help="申报类别，如通知里的简称；文件夹按类别分好的不用写"),
    arg("paths", nargs="*", type=Path, metavar="PATH", help="一家的文件夹或压缩包，或按类别分好的总文件夹"),
    arg("--each", action="store_true", help="PATH 里面每一个是一家"),
    arg("--replace", action="store_true", help="同名企业已收过时，用新的替换；有 --into 的替换那一家的"),
    arg("--into", default="", metavar="ENTERPRISE", help="添加到已有的一家"),
    arg("--resume", action="store_true", help="上次没有收完的接着收"),
)  # fmt: skip
def collect_packages(store: BatchStore, options: Namespace) -> None:
    from app.reading.sandbox import Sandbox
    from app.send.collect import collect
    from app.send.dropped.lots import collect_lots

    job, replaces = show.job(), options.replace
    with Sandbox() as sandbox:
        if options.into:
            track = store.notice.track_named(options.track).id
            into = edit.find_enterprise(store.batch, options.into, store.notice, track).id
            done = collect(store, track, options.paths, into=into, replace=replaces, sandbox=sandbox, job=job)
        else:
            lots, replaces = _lots(store, options)
            done = collect_lots(store, lots, replaces=replaces, sandbox=sandbox, job=job)
        told = (("收下", done.added), ("已替换", done.replaced), ("已收过，未重复收", done.same))
        for heading, key in ((heading, key) for heading, keys in told for key in keys):
            say(f"{heading}：{_account(store.batch, key)}")
        show.left_out(done.left_out)


def _lots(store: BatchStore, options: Namespace) -> tuple[list[Lot], bool]:
    """What is to be taken in, and whether it takes the place of what is there."""
    from app.send.dropped.lots import Lot, lot_of, lots_in, track_told
    from app.send.dropped.unfinished import unfinished

    if options.resume:
        rest = unfinished(store.folder)
        if rest is None:
            raise WrongUse("没有还没收完的材料")
        return [Lot(track, rest.of(track)) for track in rest.tracks], rest.replaces
    if not options.paths:
        raise WrongUse("没有写要收哪些材料")
    notice, lots = store.notice, list[Lot]()
    for path in options.paths:
        if not path.exists():
            raise SourceVanished(str(path))
        divided = lots_in(path, notice) if path.is_dir() and not options.track else ()
        if divided:
            lots.extend(divided)
            continue
        only = notice.tracks[0].id if len(notice.tracks) == 1 else track_told(path, notice)
        if not options.track and only is None:
            raise WrongUse(f"请用 --track 写申报类别：{'、'.join(track.short for track in notice.tracks)}")
        track = notice.track_named(options.track).id if options.track else only or ""
        if options.each and not path.is_dir():
            raise WrongUse(f"“{path.name}”不是文件夹，不能把里面每一个当作一家")
        lots.append(lot_of(track, path) if options.each else Lot(track, (path,)))
    return lots, options.replace


def _account(batch: Batch, key: str) -> str:
    """One enterprise: files in = taken + left out + refused; or why there is none."""
    one = batch.enterprises[key]
    sources = batch.sources_of(one)
    taken = sum(1 for source in sources for member in source.members if not member.within)
    out = sum(len(source.left_out) for source in sources)
    refused = [trouble for source in sources for trouble in source.refused]
    faults = refused or ([] if taken + out else [each for source in sources for each in source.troubles])
    why = "；".join(list(dict.fromkeys(each.detail for each in faults if each.detail))[:3])
    if faults and not taken + out + len(refused):
        return f"{one.name}，一个文件也没能收下：{why}"
    more = f" + 拒收 {len(refused)}（{why}）" if refused else ""
    return f"{one.name}，共 {taken + out + len(refused)} 个文件 = 收下 {taken} + 未收 {out}{more}"


@on_batch(
    "fill", "从表格填入汇总表；表里写明类别的，各类一次填入",
    arg("--track", default="", metavar="NAME", help="申报类别，如通知里的简称；表里、文件名里写明的不用写"),
    arg("table", type=Path, metavar="TABLE", help=".xlsx .xls .et"),
)  # fmt: skip
def fill_rows(store: BatchStore, options: Namespace) -> None:
    from app.batch.fill import fill
    from app.reading.sandbox import Sandbox
    from app.reading.tables.several import read_as_told

    notice, table, track, act = store.notice, options.table, options.track, Act()
    with Sandbox(1) as sandbox:
        sheets = read_as_told(table, notice, track and notice.track_named(track).id, sandbox, show.job())
    if not sheets:
        raise WrongUse(f"{table.name} 里没有写明是哪一类，请写 --track")
    for track, sheet in sheets:
        batch, filled = fill(store.batch, track, sheet, notice)
        what = f"从 {table.name} 填入{notice.short(track)}汇总表"
        store.apply(what, lambda _, batch=batch: batch, act=act)  # type: ignore[misc]
        taken, out = len(filled.matched), len(filled.unmatched)
        say(f"{notice.short(track)}：表中 {taken + out} 行 = 填入 {taken} 行 + 没有对应企业 {out} 行")
        show.left_out((*filled.unmatched, *sheet.left_out))


@on_batch("set", "填写汇总表的格", ENTERPRISE, arg("values", nargs="+", metavar="FIELD=VALUE"))
def set_cells(store: BatchStore, options: Namespace) -> None:
    one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
    rules = store.notice.track(one.track)
    values: dict[str, str] = {}
    for pair in options.values:
        name, sign, value = pair.partition("=")
        if not sign:
            raise WrongUse(f"“{pair}”应写成 列名=内容")
        values[edit.find_column(rules, name).id] = value
    titles = "、".join(rules.column(column).title for column in values)
    store.apply(f"填写{one.name}的{titles}", lambda batch: edit.set_fields(batch, one.id, values))
    say(f"已填写：{store.batch.enterprises[one.id].name}（{titles}）")


@on_batch("order", "排推荐次序", TRACK, arg("names", nargs="+", metavar="NAME"))
def set_order(store: BatchStore, options: Namespace) -> None:
    notice, track = store.notice, store.notice.track_named(options.track).id
    store.apply(
        f"调整{notice.short(track)}推荐次序",
        lambda batch: edit.renumber(edit.reorder(batch, track, options.names, notice), track),
    )
    for number, name in enumerate(store.batch.listed(track), 1):
        say(f"{number:>3}  {name}")


@on_batch(
    "confirm", "确认企业全称已核对",
    arg("names", nargs="*", metavar="ENTERPRISE", help="不写则全部确认"),
)  # fmt: skip
def confirm_names(store: BatchStore, options: Namespace) -> None:
    named = [edit.find_enterprise(store.batch, name, store.notice).id for name in options.names]
    chosen = named or list(store.batch.enterprises)
    store.apply(f"确认 {len(chosen)} 家的全称", lambda b: edit.confirm(b, chosen))
    for key in chosen:
        say(f"全称已核对：{store.batch.enterprises[key].name}")


@on_batch("remove", "把一家或几家移出本批次（材料仍保留，可撤销）", _NAMES)
def remove_enterprises(store: BatchStore, options: Namespace) -> None:
    found = [edit.find_enterprise(store.batch, name, store.notice) for name in options.names]
    gone = {one.id: one.name for one in found}
    names = "、".join(gone.values())
    store.apply(f"移出{names}", lambda batch: reduce(edit.remove, gone, batch))
    say(f"已移出：{names}（材料仍保留，可用 put-back 放回）")


@on_batch("removed", "列出已移出本批次的企业", reads=True)
def list_removed(store: BatchStore, _: Namespace) -> None:
    gone = removed(store.history, store.batch)
    for each in gone:
        one = each.enterprise
        when = each.at[:16].replace("T", " ")
        say(f"{store.notice.short(one.track)}  {one.name}（{each.who}，{when} 移出；编号 {one.id}）")
    if not gone:
        say("没有移出的企业")


@on_batch("put-back", "把已移出的企业放回本批次", _NAMES)
def put_back_enterprises(store: BatchStore, options: Namespace) -> None:
    gone = {each.enterprise.id: each for each in removed(store.history, store.batch)}
    if not gone:
        raise NothingFound("没有移出的企业")
    empty = Batch(store.batch.sender, store.batch.notice, store.batch.created)
    out = reduce(lambda batch, each: batch.with_enterprise(each.enterprise), gone.values(), empty)
    wanted = [gone[edit.find_enterprise(out, name, store.notice).id] for name in options.names]
    names = "、".join(dict.fromkeys(each.enterprise.name for each in wanted))
    store.apply(f"把{names}放回本批次", lambda batch: reduce(put_back, wanted, batch))
    say(f"已放回：{names}")


@on_batch("template", "载入省厅的汇总表模板", TRACK, arg("table", type=Path, metavar="TEMPLATE.xlsx"))
def load_template(store: BatchStore, options: Namespace) -> None:
    from app.send.template import load_template as load

    told = load(store, store.notice.track_named(options.track).id, options.table)
    say(f"已载入省厅模板：{options.table.name}，认出 {len(told.columns)} 列")
    for remark in told.remarks:
        say(f"  请注意：{remark}")


@on_batch(
    "undo", "撤销最近一次改动",
    arg("--to", type=int, metavar="N", help="撤销到第 N 步刚做完的样子（第几步见 history）"),
)  # fmt: skip
def undo(store: BatchStore, options: Namespace) -> None:
    if options.to is not None:
        if options.to not in {act.seq for act in done(store.history)}:
            raise WrongUse(f"没有可以回到的第 {options.to} 步，请看 history")
        say(f"已撤销 {store.back_to(options.to)} 步，可用 redo 逐步重做")
        return
    say(f"已撤销：{what}" if (what := store.undo()) else "没有可以撤销的改动")


@on_batch("redo", "重做最近一次撤销的改动")
def redo(store: BatchStore, _: Namespace) -> None:
    what = store.redo()
    say(f"已重做：{what}" if what else "没有可以重做的改动")


@on_batch("history", "看谁在什么时候做了什么", reads=True)
def history(store: BatchStore, _: Namespace) -> None:
    for entry in store.history:
        say(f"{entry.seq:>5}  {entry.at[:16].replace('T', ' ')}  {entry.who}  {entry.what}")


@command("recover", "把损坏的批次恢复到最后一次完好的状态", BATCH)
def recover(options: Namespace) -> None:
    with BatchStore.open(options.batch, recover=True) as store:
        say(f"批次可以使用了：{store.batch.sender.name}，{len(store.batch.enterprises)} 家企业")
        if store.recovered:
            say(f"  {store.recovered}")
            say("  损坏的文件另存在批次文件夹里，没有删除")


@command(
    "erase", "把批次从磁盘上删除，不能找回；--name 照写文件夹的名称",
    BATCH, arg("--name", required=True, metavar="FOLDER", help="批次文件夹的名称，一个字也不能差"),
    arg("--even-away", action="store_true", help="已交给同事、还没有交回的也删除"),
)  # fmt: skip
def erase_batch(options: Namespace) -> None:
    from app.store.erase import erase

    freed = erase(options.batch, options.name, show.job(), even_away=options.even_away)
    say(f"已删除，腾出 {wording.size(freed)}")


@on_batch("backup", "把整个批次备份到另一个位置", OUT, reads=True)
def backup(store: BatchStore, options: Namespace) -> None:
    from app.batch.backup import back_up

    made = back_up(store, options.out, show.job())
    say(f"已备份到：{made.folder}\n  {made.words}")
