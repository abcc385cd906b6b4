"""notice enclose, pack, add: what goes with a notice, and the one file that is handed out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import show
from app.cli.command import AS_JSON, OUT, Code, arg, command
from app.cli.terminal import complain, say, say_json
from app.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.editions.enclosures import Enclosure


@command(
    "notice files", "随通知发放的文件：通知正文、附件、空白表、汇总表模板、获评名单",
    arg("notice", metavar="ID_OR_DRAFT"), AS_JSON,
)  # fmt: skip
def files(options: Namespace) -> None:
    from app.editions import own
    from app.editions.enclosures import enclosed, enclosed_with_draft
    from app.notices.read import notice_ids

    is_draft = options.notice not in notice_ids()
    if is_draft:
        own.open_draft(options.notice)
    found = enclosed_with_draft(options.notice) if is_draft else enclosed(options.notice)
    if options.json:
        say_json({"schema": 1, "files": [{"role": each.role, "path": str(each.path)} for each in found]})
        return
    _tell(found)


@command(
    "notice enclose", "把文件放进草稿，随通知发放", arg("draft", metavar="DRAFT"),
    arg("role", metavar="ROLE", help="通知、附件、空白表、汇总表模板、获评名单"),
    arg("files", nargs="+", type=Path, metavar="FILE"),
    arg("--remove", action="store_true", help="改为从草稿里拿掉这些名称的文件"),
)  # fmt: skip
def enclose(options: Namespace) -> None:
    from app.editions import enclosures, own

    own.open_draft(options.draft)
    try:
        role = enclosures.Role(options.role)
    except ValueError as error:
        raise WrongUse(f"没有“{options.role}”这一种，可以是 {'、'.join(enclosures.Role)}") from error
    for path in options.files:
        if options.remove:
            enclosures.put_out(options.draft, role, path.name)
        else:
            enclosures.enclose(options.draft, role, path)
    _tell(enclosures.enclosed_with_draft(options.draft))


@command(
    "notice pack", "打成一个通知包（规则和随发的文件），发给各市；给出校验码",
    arg("source", metavar="DIR_OR_ID", help="放着规则和各文件夹的目录，或规则、草稿的编号"),
    arg("--out", required=True, type=Path, metavar="FILE"), AS_JSON,
)  # fmt: skip
def pack(options: Namespace) -> None:
    from app.checks.notices import load_notice
    from app.editions import own
    from app.editions.enclosures import enclosed, enclosed_with_draft
    from app.editions.pack import ENDING, complete, gather, name_of
    from app.editions.pack import pack as pack_it
    from app.notices.read import notice_ids
    from app.reading.sandbox import Sandbox

    key, job = options.source, show.job()
    with Sandbox(1) as sandbox:
        if Path(key).is_dir():
            notice, enclosures = gather(Path(key), sandbox, job)
        else:
            if key in notice_ids():
                notice, enclosures = load_notice(key)[0], enclosed(key)
            else:
                notice, enclosures = own.sound(own.open_draft(key)), enclosed_with_draft(key)
            notice = complete(notice, enclosures, sandbox, job)
    out = options.out / name_of(notice) if options.out.is_dir() else options.out
    if out.suffix != ENDING:
        raise WrongUse(f"“{out.name}”的扩展名应为 {ENDING}")
    made = pack_it(notice, enclosures, out, job)
    if options.json:
        say_json({"schema": 1, "path": str(out), "code": made.code, "sha256": made.sha256,
                  "bytes": made.size, "notice": notice.id})  # fmt: skip
        return
    say(f"已打成通知包：{out}（规则 1 份，文件 {len(enclosures)} 个）")
    say(f"校验码：{made.code}")
    say(f"数字摘要（SHA-256）：{made.sha256}")


@command(
    "notice forms", "发给企业的一包：须知、材料清单、空白表（文件夹和 zip）",
    arg("notice", metavar="ID"), OUT,
)  # fmt: skip
def forms(options: Namespace) -> None:
    from app.checks.notices import load_notice
    from app.editions.enclosures import enclosed
    from app.editions.forms import write_forms

    notice = load_notice(options.notice)[0]
    made = write_forms(notice, enclosed(options.notice), options.out, show.job())
    for name in made.files:
        say(name)
    say(f"已做好：{made.folder}（{len(made.files)} 个文件），压缩包：{made.archive}")


@command(
    "notice add", "装入收到的通知包，或一个规则文件（.toml）；先核对校验码",
    arg("file", type=Path, metavar="FILE"),
    arg("--code", default="", metavar="XXXX-XXXX-XXXX", help="发放单位告知的校验码，不一样就不装入"),
    arg("--replace", action="store_true", help="已有同一编号、内容不同的规则时，换成这一份"), AS_JSON,
)  # fmt: skip
def add(options: Namespace) -> Code:
    from app.editions import opening
    from app.model.disc import plain_code
    from app.reading.sandbox import Sandbox
    from app.reading.scratch import ScratchFolder

    with ScratchFolder() as scratch, Sandbox(1) as sandbox:
        if options.file.suffix.lower() == ".toml":
            opened = opening.open_rules(options.file)
        else:
            opened = opening.open_pack(options.file, scratch, sandbox, show.job())
        if options.code and plain_code(options.code) not in (plain_code(opened.code), opened.sha256.upper()):
            raise WrongUse(f"校验码不一样：这个文件是 {opened.code}，告知的是 {options.code}；没有装入")
        unlike = opening.unlike_own(opened.notice)
        if unlike and not options.replace:
            for each in unlike:
                complain(each.line)
            known = f"已有编号为“{opened.notice.id}”的规则，有以上 {len(unlike)} 处不同"
            raise WrongUse(f"{known}；确要换成这一份，加 --replace")
        opening.install(opened)
    if options.json:
        say_json({"schema": 1, "notice": opened.notice.id, "code": opened.code, "sha256": opened.sha256})
        return 0
    say(f"已装入：{opened.notice.title}（{opened.notice.id}），随发的文件 {len(opened.files)} 个")
    say(f"校验码：{opened.code}{'' if options.code else '（请与发放单位核对）'}")
    return 0


def _tell(found: Iterable[Enclosure]) -> None:
    for each in found:
        say(each.place)
