"""demo, new, collect, fill, set, assign, order and what goes with them."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from app import clock
from app.batch import edit
from app.cli import show
from app.errors import WrongUse
from app.model.batch import Batch
from app.store.store import BatchStore


def demo(options: Namespace) -> int:
    from app.demo import make_demo

    if options.province:
        from app.demo.province import make_province_demo

        discs = make_province_demo(options.folder, options.seed, show.job()).discs
        count = sum(len(each.places) for each in discs)
        print(f"样例已生成：{options.folder}（各市和直报企业交来的光盘 {count} 张；说明见“先读我.txt”）")
        return 0
    campaign = make_demo(options.folder, options.seed, show.job())
    count = sum(len(paths) for paths in campaign.received.values())
    print(f"样例已生成：{options.folder}（{count} 家企业的材料、汇总表、盖章的推荐文件；说明见“先读我.txt”）")
    return 0


def new(options: Namespace) -> int:
    from app.checks.notices import load_notice, read_notice

    path = Path(options.notice)
    from_file = path.suffix.lower() == ".toml"
    notice, content = read_notice(path) if from_file else load_notice(options.notice)
    sender = replace(notice.region.sender_named(options.sender), contact=options.contact, phone=options.phone)
    batch = Batch(sender, notice.id, clock.now().isoformat())
    with BatchStore.create(options.batch, batch, content):
        print(f"已新建批次：{sender.name}，{notice.title}")
    return 0


def collect_packages(options: Namespace) -> int:
    from app.reading.sandbox import Sandbox
    from app.send.collect import collect

    with BatchStore.open(options.batch) as store, Sandbox() as sandbox:
        track = store.notice.track_named(options.track).id
        into = edit.find_enterprise(store.batch, options.into, store.notice, track).id if options.into else ""
        done = collect(
            store, track, options.paths, each=options.each, replace=options.replace,
            into=into, sandbox=sandbox, job=show.job(),
        )
        told = (("收下", done.added), ("已替换", done.replaced), ("已收过，未重复收", done.same))
        for heading, keys in told:
            for key in keys:
                print(f"{heading}：{_account(store.batch, key)}")
        show.left_out(done.left_out)
    return 0


def _account(batch: Batch, key: str) -> str:
    """One enterprise: files in = taken + left out."""
    one = batch.enterprises[key]
    sources = batch.sources_of(one)
    taken = sum(1 for source in sources for member in source.members if not member.within)
    out = sum(len(source.left_out) for source in sources)
    return f"{one.name}，共 {taken + out} 个文件 = 收下 {taken} + 未收 {out}"


def fill_rows(options: Namespace) -> int:
    from app.batch.fill import fill
    from app.reading.sandbox import Sandbox
    from app.reading.tables.sheet import read_sheet

    with BatchStore.open(options.batch) as store, Sandbox(1) as sandbox:
        track = store.notice.track_named(options.track).id
        sheet = read_sheet(options.table, store.notice, track, sandbox, show.job())
        batch, filled = fill(store.batch, track, sheet, store.notice)
        store.apply(f"从 {options.table.name} 填入{store.notice.short(track)}汇总表", lambda _: batch)
        rows = len(filled.matched) + len(filled.unmatched)
        print(f"表中 {rows} 行 = 填入 {len(filled.matched)} 行 + 没有对应企业 {len(filled.unmatched)} 行")
        show.left_out((*filled.unmatched, *sheet.left_out))
    return 0


def set_cells(options: Namespace) -> int:
    with BatchStore.open(options.batch) as store:
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
        print(f"已填写：{store.batch.enterprises[one.id].name}（{titles}）")
    return 0


def assign_role(options: Namespace) -> int:
    with BatchStore.open(options.batch) as store:
        one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
        members = edit.find_members(store.batch, one, options.file)
        role = edit.find_role(store.notice, options.role)
        first = members[0].rsplit("/", 1)[-1]
        named = f"“{first}”" if len(members) == 1 else f"“{options.file}”里的 {len(members)} 个文件"
        what = f"把{named}归为{options.role}"
        store.apply(what, lambda batch: edit.assign_all(batch, one.id, members, role))
        print(f"已归类：{what}")
    return 0


def set_order(options: Namespace) -> int:
    with BatchStore.open(options.batch) as store:
        notice, track = store.notice, store.notice.track_named(options.track).id
        store.apply(
            f"调整{notice.short(track)}推荐次序",
            lambda batch: edit.renumber(edit.reorder(batch, track, options.names, notice), track),
        )
        for number, name in enumerate(store.batch.listed(track), 1):
            print(f"{number:>3}  {name}")
    return 0


def confirm_names(options: Namespace) -> int:
    with BatchStore.open(options.batch) as store:
        batch, notice = store.batch, store.notice
        named = [edit.find_enterprise(batch, name, notice).id for name in options.names]
        chosen = named or list(batch.enterprises)
        store.apply(f"确认 {len(chosen)} 家的全称", lambda b: edit.confirm(b, chosen))
        for key in chosen:
            print(f"全称已核对：{store.batch.enterprises[key].name}")
    return 0


def remove_enterprise(options: Namespace) -> int:
    with BatchStore.open(options.batch) as store:
        one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
        store.apply(f"移出{one.name}", lambda batch: edit.remove(batch, one.id))
        print(f"已移出：{one.name}（材料仍保留，可用 undo 撤销）")
    return 0


def load_template(options: Namespace) -> int:
    from app.send.template import load_template as load

    with BatchStore.open(options.batch) as store:
        told = load(store, store.notice.track_named(options.track).id, options.table)
        print(f"已载入省厅模板：{options.table.name}，认出 {len(told.columns)} 列")
        for remark in told.remarks:
            print(f"  请注意：{remark}")
    return 0


def undo(options: Namespace) -> int:
    with BatchStore.open(options.batch) as store:
        what = store.undo()
        print(f"已撤销：{what}" if what else "没有可以撤销的改动")
    return 0


def history(options: Namespace) -> int:
    with BatchStore.open(options.batch) as store:
        for entry in store.history:
            print(f"{entry.at[:16].replace('T', ' ')}  {entry.who}  {entry.what}")
    return 0


def recover(options: Namespace) -> int:
    with BatchStore.open(options.batch, recover=True) as store:
        print(f"批次可以使用了：{store.batch.sender.name}，{len(store.batch.enterprises)} 家企业")
        if list(options.batch.glob("history.damaged-*.jsonl")):
            print("  损坏的文件另存在批次文件夹里，没有删除")
    return 0


def backup(options: Namespace) -> int:
    from app.batch.backup import back_up

    with BatchStore.open(options.batch) as store:
        print(f"已备份到：{back_up(store, options.out, show.job())}")
    return 0
