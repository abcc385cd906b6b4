"""stage, burn, readback, verify, papers: from a checked batch to proven discs and their paper."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import clock
from app.cli import show
from app.cli.command import AS_JSON, CHECK_CODE, NO_OCR, OUT, arg, command, on_batch
from app.cli.terminal import say, say_json
from app.errors import DriveEmpty, NothingFound, SourceVanished, Unreadable, WrongUse
from app.model.batch import Batch, Staging
from app.model.disc import DVD, MEDIA, medium
from app.model.finding import Report
from app.store.store import BatchStore

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

_MEDIA = [each.id for each in MEDIA]
_PLACE = "光驱（E:、/dev/sr0）、映像或文件夹"


@on_batch(
    "stage", "生成刻录目录，输出校验码", OUT,
    arg("--medium", default=DVD.id, choices=_MEDIA),
    arg("--iso", action="store_true", help="同时在旁边生成光盘映像"),
    arg("--all", action="store_true", help="映像也生成，逐字节读回，并做好交接登记表"),
    NO_OCR,
)  # fmt: skip
def stage(store: BatchStore, options: Namespace) -> int:
    from app.checks import check_batch
    from app.cli.judging import look_into_all
    from app.reading.sandbox import Sandbox
    from app.send.image import make_image
    from app.send.stage import stage as make_folders

    with Sandbox() as sandbox:
        look_into_all(store, recognises=options.recognises)
        report = check_batch(store.batch, store.notice, clock.today())
        if options.all:
            return _make_all(store, report, options, sandbox)
        for made in make_folders(store, report, options.out, medium(options.medium), sandbox, show.job()):
            say(f"刻录目录：{made.folder}（{made.files} 个文件，{made.bytes} 字节）")
            if options.iso:
                say(f"光盘映像：{make_image(store, made, show.job(), sandbox)}")
            say(f"校验码：{made.check_code}")
    return 0


def _make_all(store: BatchStore, report: Report, options: Namespace, sandbox: Sandbox) -> int:
    from app.send.making.at_once import PAPERS, make_discs

    proofs = make_discs(store, report, options.out, medium(options.medium), sandbox, show.job())
    for proof in proofs:
        made = store.batch.stagings[proof.readback.disc_id]
        say(f"刻录目录：{made.folder}（{made.files} 个文件，{made.bytes} 字节）")
        say(f"光盘映像：{made.image}，{'读回逐字节一致' if proof.is_sound else '读回有问题'}")
        say(f"校验码：{made.check_code}")
    say(f"交接登记表、盘面和封面清单：{store.folder / PAPERS}")
    return 0 if all(proof.is_sound for proof in proofs) else 1


@on_batch(
    "burn", "用系统的刻录程序刻下一张光盘",
    arg("--drive", default="", metavar="D", help="光驱，如 E: 或 /dev/sr0；只有一个时不必写"),
    arg("--medium", default="", choices=_MEDIA, help="空白盘的种类，默认同刻录目录"),
    arg("--disc", default="", metavar="ID", help="刻哪一张，如 QLBG23_3701_02"),
)  # fmt: skip
def burn(store: BatchStore, options: Namespace) -> None:
    """One disc a call: the next that was not proven, or the one that is named."""
    from app.burning import find_burner
    from app.send.image import make_image
    from app.send.paper import disc_of

    staging = _to_burn(store.batch, options.disc)
    kind = medium(options.medium) if options.medium else disc_of(Path(staging.folder)).medium
    burner = find_burner()
    drive = _drive(burner.drives(), options.drive)
    image = make_image(store, staging, show.job())
    burner.burn(image, drive, kind, show.job())
    say(f"已刻录：{staging.disc_id}（{drive.name}）；请放回光驱，用 readback 逐字节校验")


def _to_burn(batch: Batch, named: str) -> Staging:
    if not batch.stagings:
        raise WrongUse("还没有生成刻录目录；请先运行 stage")
    if named:
        if named not in batch.stagings:
            raise NothingFound(f"没有光盘“{named}”，有：{'、'.join(sorted(batch.stagings))}")
        return batch.stagings[named]
    left = [each for key, each in sorted(batch.stagings.items()) if not batch.is_verified(key)]
    if not left:
        raise WrongUse("全部光盘都已刻好并校验；要再刻一份，请用 --disc 写明编号")
    return left[0]


def _drive(drives: tuple[Any, ...], named: str) -> Any:
    from app.burning import Drive

    if named:
        return next((each for each in drives if each.id == named), Drive(named, named))
    if not drives:
        raise WrongUse("这台电脑没有光驱；请把映像（.iso）拷到有刻录机的电脑上刻录")
    if len(drives) > 1:
        raise WrongUse(f"有几个光驱，请用 --drive 写明：{'、'.join(each.id for each in drives)}")
    return drives[0]


@on_batch(
    "readback", "把刻好的盘逐字节读回，结果记入批次",
    arg("disc", metavar="DISC", help=_PLACE),
    arg("--resume", action="store_true", help="接着上次停下的地方读（没有取出过光盘）"),
    AS_JSON,
)  # fmt: skip
def readback(store: BatchStore, options: Namespace) -> int:
    from app.disc.drives import disc_drives, place_named
    from app.send.readback import read_back

    place = place_named(options.disc)
    proof = read_back(store, place, show.job(), disc_drives(), resume=options.resume)
    done = f"已记录：{proof.readback.disc_id} 读盘校验（{proof.readback.drive}）"
    return _tell(proof.report, [proof.readback.disc_id], as_json=options.json, done=done)


@command(
    "verify", "逐字节核对一张或一套盘",
    arg("discs", nargs="+", metavar="DISC", help=_PLACE), CHECK_CODE, AS_JSON,
)  # fmt: skip
def verify(options: Namespace) -> int:
    from app.batch import verify as reading
    from app.disc.drives import disc_drives, drive_of, place_named

    places = [place_named(text) for text in options.discs]
    if len(places) > 1 and options.code:
        raise WrongUse("校验码每张盘不同，请一次核对一张")
    try:
        if len(places) > 1:
            report = reading.verify_set(places, show.job())
        else:
            report = reading.verify(places[0], show.job(), options.code)
    except (SourceVanished, Unreadable) as error:
        drives = [drive for place in places if (drive := drive_of(place, disc_drives()))]
        if drives:
            raise DriveEmpty("、".join(drive.name for drive in drives)) from error
        raise
    return _tell(report, [place.name or str(place) for place in places], as_json=options.json)


def _tell(report: Report, names: list[str], *, as_json: bool, done: str = "") -> int:
    is_sound = report.verdict({}) == "ok"
    if as_json:
        ids = ["disc"] if len(names) == 1 else [f"disc{number}" for number in range(1, len(names) + 1)]
        subjects = [{"id": key, "name": name} for key, name in zip(ids, names, strict=True)]
        say_json(show.report_told(report, {}, subjects))
    else:
        show.report_text(report, {})
        for line in ("每个文件一致" if is_sound else "", *show.of_paper(report), done):
            if line:
                say(line)
    return 0 if is_sound else 1


@command(
    "scanner", "看或设定这台电脑的查毒程序",
    arg("command", nargs="?", metavar="COMMAND", help="{folder} 处填要查的文件夹；空引号清除设定"),
)  # fmt: skip
def scanner(options: Namespace) -> None:
    from app.scanning.scanner import scanner as of_this_computer
    from app.scanning.scanner import set_own

    if options.command is not None:
        set_own(options.command)
    found = of_this_computer()
    say(f"查毒程序：{found.name}（{' '.join(found.command)}）" if found else "没有找到查毒程序")


@on_batch("scan", "用办公用的查毒程序查刻录目录，结论印在交接登记表上")
def scan(store: BatchStore, _: Namespace) -> int:
    from app.scanning.discs import scan_discs
    from app.scanning.scanner import scanner as of_this_computer

    by = of_this_computer()
    if by is None:
        raise WrongUse("没有找到查毒程序；请用 scanner 写明命令")
    is_clean = True
    for staging in scan_discs(store, by, show.job()):
        assert staging.scan is not None
        is_clean = is_clean and not staging.scan.infected
        say(f"{staging.disc_id}：{'发现病毒' if staging.scan.infected else '未发现病毒'}（{by.name}）")
        for path in staging.scan.infected:
            say(f"  {path}")
    return 0 if is_clean else 1


@on_batch("papers", "做交接登记表、盘面和封面清单（PDF）", OUT, reads=True)
def papers(store: BatchStore, options: Namespace) -> None:
    from app.send.paper import print_papers

    for path in print_papers(store, options.out, show.job()):
        say(f"{path.stem}：{path}")
