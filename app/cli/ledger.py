"""ledger, ledger-new, -backup, -restore, -move: the province's register as a whole."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import show
from app.cli.command import CLERK, LEDGER, OUT, arg, command, on_ledger
from app.cli.terminal import complain, say, say_lines
from app.model.disc import Compared
from app.model.submission import corrections_of
from app.store.clerk import at_work

if TYPE_CHECKING:
    from app.ledger import Ledger

_NOTICE = arg("--notice", default="2023", metavar="ID_OR_FILE", help="按哪份通知的规则")
_DATABASE = arg(
    "--database", default="", metavar="postgresql://用户@电脑/数据库",
    help="登记放在局域网的 PostgreSQL 里（空的数据库），几台电脑可以同时用；台账文件夹放在共享里",
)  # fmt: skip


@command("ledger-new", "新建台账（省厅）", LEDGER, _NOTICE, _DATABASE)
def new_ledger(options: Namespace) -> None:
    from app.checks.notices import load_notice, read_notice
    from app.ledger import Ledger

    path = Path(options.notice)
    _, content = read_notice(path) if path.suffix.lower() == ".toml" else load_notice(options.notice)
    with Ledger.create(options.ledger, content, options.database) as ledger:
        say(f"已新建台账：{ledger.notice.title}")


@on_ledger("ledger", "列出台账里的全部报送")
def list_ledger(ledger: Ledger, _: Namespace) -> None:
    from app.ledger.registration import compared_of

    complain(f"台账：{ledger.folder.resolve()}{'（登记在数据库里）' if ledger.is_shared else ''}")
    entries = ledger.entries(current_only=False)
    corrections, claims = corrections_of(ledger.submissions()), ledger.claims()
    compared: dict[Compared, list[str]] = {}
    for one in ledger.submissions():
        own = [entry for entry in entries if entry.submission == one.id]
        counts = "，".join(f"{t.short} {sum(e.track == t.id for e in own)}" for t in ledger.notice.tracks)
        late = "，逾期" if one.is_late else ""
        came = f"{one.handed_in} 收到" if one.handed_in else f"{one.at[:10]} 登记"
        again = f"，补正第 {corrections[one.id]} 次" if corrections[one.id] else ""
        say(f"{one.id}  {came}  {one.sender.name}  {one.standing.words}  {counts}{again}{late}")
        compared.setdefault(compared_of(ledger.discs_of(one.id)), []).append(one.id)
    for key, claim in claims.items():
        complain(f"{key}：{claim.words}")
    for state, keys in compared.items():
        complain(f"{state.title}：{'、'.join(keys)}")  # the list itself is read by scripts


@on_ledger(
    "ledger-backup", "备份台账：登记和材料；材料只复制上次以后变了的", CLERK, OUT,
    arg("--rows", action="store_true", help="只备份登记"),
)  # fmt: skip
def back_up_ledger(ledger: Ledger, options: Namespace) -> None:
    from app.ledger.connection import BACKUP_HOLDS
    from app.ledger.materials import back_up_whole

    who = options.clerk or at_work()
    if options.rows:
        say(f"已备份到：{ledger.backup(options.out, who)}")
        say(f"  {BACKUP_HOLDS}")
        return
    backup, copied = back_up_whole(ledger, options.out, who, show.job())
    say(f"已备份到：{backup}")
    say(f"  已读回核对；{copied.words}")


@command(
    "ledger-restore", "台账损坏时恢复；损坏的文件另存", LEDGER,
    arg("backup", nargs="?", type=Path, metavar="BACKUP", help="备份文件；不写则留下完好的部分"),
)  # fmt: skip
def restore_ledger(options: Namespace) -> None:
    from app.ledger.restore import restore, restore_whole

    backup = options.backup
    done = restore_whole(options.ledger, backup, show.job()) if backup else restore(options.ledger)
    say(f"已恢复台账：{options.ledger}")
    say_lines(done.words)


@command(
    "ledger-move", "把台账搬进局域网的数据库，或搬回文件夹；一行不少，原来的留着", LEDGER,
    arg("to", metavar="TO", help="postgresql://用户@电脑/数据库，或一个文件夹"),
    arg("--store", type=Path, metavar="DIR", help="搬进数据库时材料也复制到这个共享文件夹；不写则留在原处"),
)  # fmt: skip
def move_ledger(options: Namespace) -> None:
    from app.ledger.move import move

    say_lines(move(options.ledger, options.to, options.store, show.job(), at_work()).words)
