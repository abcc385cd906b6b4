"""offers, merge-scans, shrink, weights: what the enterprises' own papers say and weigh."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from app import wording
from app.batch import edit
from app.cli import show
from app.cli.command import ENTERPRISE, arg, on_batch
from app.cli.terminal import asked_password, say
from app.model.batch import Batch, Enterprise
from app.notices.notice import tracks_of
from app.store.store import BatchStore


@on_batch(
    "offers", "读申报书，列出可填入汇总表的内容",
    arg("enterprise", nargs="?", default="", metavar="ENTERPRISE", help="不写则全部"),
    arg("--take", action="store_true", help="填入空着的格；已填的格从不改动"),
    arg("--contact", action="store_true", help="连同报送单位的联系人、电话，用于没有填的企业"),
    arg("--column", default="", metavar="COLUMN", help="只这一列（列的代号，如 phone）"),
)  # fmt: skip
def offers(store: BatchStore, options: Namespace) -> None:
    """Reads the forms not yet read, then shows what they say beside the table; takes it on request."""
    from app.batch.form_facts import read_forms
    from app.batch.offers import contacts
    from app.batch.offers import offers as offers_of
    from app.reading.sandbox import Sandbox

    with Sandbox() as sandbox:
        read_forms(store, sandbox, show.job())
        for one in _chosen(store, options.enterprise):
            rules = store.notice.track(one.track)
            own = contacts(store.batch, one, store.notice) if options.contact else {}
            told = {**own, **offers_of(store.batch, one, store.notice)}
            found = {column: offer for column, offer in told.items() if options.column in ("", column)}
            for column, offer in found.items():
                now = f"；表中是“{offer.present}”" if offer.present else ""
                title = rules.column(column).title
                say(f"{one.name}　{title}：{offer.text}（{offer.read_from}{now}）")
            empty = {column: offer.text for column, offer in found.items() if not offer.present}
            if options.take and empty:
                change = partial(edit.set_fields, key=one.id, values=empty)
                store.apply(f"采用{one.name}现成的 {len(empty)} 格", change)
                say(f"已填入：{one.name}（{'、'.join(rules.column(c).title for c in empty)}）")
            _tell_unread(store.batch, one, store)


def _tell_unread(batch: Batch, one: Enterprise, store: BatchStore) -> None:
    from app.batch.form_facts import papers_of

    for paper in papers_of(batch, one, store.notice):
        facts = batch.forms.get(paper.facts)
        if facts and facts.reason:
            say(f"  没有读出：{one.name} {paper.member.path}（{facts.reason}）")


def _chosen(store: BatchStore, name: str) -> list[Enterprise]:
    if name:
        return [edit.find_enterprise(store.batch, name, store.notice)]
    return [one for track in tracks_of(store.batch, store.notice) for one in store.batch.in_track(track)]


@on_batch(
    "merge-scans", "把几个扫描件合并成一个 PDF（原件保留）", ENTERPRISE,
    arg("files", nargs="+", metavar="FILE"),
    arg("--as", required=True, dest="name", metavar="NAME", help="合并后的文件名"),
)  # fmt: skip
def merge_scans(store: BatchStore, options: Namespace) -> None:
    from app.batch.scans import merge, put_instead
    from app.reading.sandbox import Sandbox
    from app.reading.scratch import ScratchFolder

    with Sandbox(1) as sandbox:
        one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
        keys = [edit.find_member(store.batch, one, file) for file in options.files]
        with ScratchFolder() as folder:
            made = merge(store, one.id, keys, options.name, folder, sandbox, show.job())
            what = f"把{one.name}的 {len(keys)} 个扫描件合并为 {made.path}"
            put_instead(store, one.id, made, what, sandbox, show.job())
        say(f"已合并：{made.path}（{wording.size(made.after)}）；{len(keys)} 个原件保留，不装入光盘")


@on_batch(
    "weights", "看一家的材料里什么占地方", ENTERPRISE,
    arg("--most", type=int, default=10, metavar="N", help="列出前几个，默认 10"), reads=True,
)  # fmt: skip
def weights(store: BatchStore, options: Namespace) -> None:
    """What weighs most in one enterprise's package."""
    from app.batch.weights import weights_of

    one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
    for weight in weights_of(store.batch, one, store.notice)[: options.most]:
        say(f"{wording.size(weight.size):>10}  {weight.share:4.0%}  {weight.path}")


@on_batch(
    "shrink", "给扫描件做一个较小的副本（原件保留）", ENTERPRISE,
    arg("file", metavar="FILE"),
    arg("--dpi", type=int, default=150, metavar="N", help="分辨率，默认 150"),
)  # fmt: skip
def shrink(store: BatchStore, options: Namespace) -> None:
    from app.batch.scans import put_instead
    from app.batch.scans import shrink as make_smaller
    from app.reading.sandbox import Sandbox
    from app.reading.scratch import ScratchFolder

    with Sandbox(1) as sandbox:
        one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
        key = edit.find_member(store.batch, one, options.file)
        with ScratchFolder() as folder:
            made = make_smaller(store, one.id, key, options.dpi, folder, sandbox, show.job())
            what = f"用 {options.dpi} dpi 的较小副本代替{one.name}的 {key.partition('/')[2]}"
            put_instead(store, one.id, made, what, sandbox, show.job())
        say(
            f"较小的副本：{made.path}（{wording.size(made.before)} → {wording.size(made.after)}）；"
            "原件保留，不装入光盘"
        )


@on_batch(
    "unlock", "用密码打开加密的压缩包或 PDF，去掉密码装入光盘（原件保留）", ENTERPRISE,
    arg("file", metavar="FILE"),
    arg("--password-stdin", action="store_true", help="从标准输入读密码；不写则在终端里问"),
)  # fmt: skip
def unlock(store: BatchStore, options: Namespace) -> None:
    from app.batch.locked.unlock import unlock as open_locked
    from app.reading.sandbox import Sandbox

    one = edit.find_enterprise(store.batch, options.enterprise, store.notice)
    typed = asked_password(piped=options.password_stdin)
    with Sandbox(1) as sandbox:
        made = open_locked(store, one.id, options.file, typed, sandbox, show.job())
    say(f"已打开：“{options.file}”里有 {len(made.members)} 个文件，去掉密码装入光盘；原件保留")
