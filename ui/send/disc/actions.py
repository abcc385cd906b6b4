"""What the buttons of 制作光盘 do: each is one piece of work of the session, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.burning import Burner, Drive, find_burner
from app.disc.drives import DiscDrive, disc_drives
from app.errors import AppError, NoBurner
from app.job import Job
from app.model.batch import Staging
from app.model.disc import Medium
from app.model.finding import count
from app.scanning.discs import scan_discs
from app.scanning.scanner import Scanner, scanner
from app.send.image import export_image, make_image
from app.send.making.at_once import PAPERS, make_discs
from app.send.paper import print_papers
from app.send.readback import Proof, is_unfinished, read_back
from app.send.stage import stage
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.opening import print_or_open

_IMAGES = "光盘映像 (*.iso)"
_MOST_TOLD = 12  # findings in one dialog
ELSEWHERE = "把映像另存到 U 盘，到有刻录机的电脑上用“刻录光盘映像”刻盘"
_NO_SCANNER = (
    "这台电脑上没有认识的查毒程序。可以自己用办公用的杀毒软件查刻录目录，登记表上留有打勾的地方；"
    "也可以在设置里写明查毒命令。"
)
_WAIT = "光盘请先放入光驱，等它停止闪烁。"
_NO_DRIVE = "本机没有光驱。可以先校验映像；光盘刻好后，在有光驱的电脑上再校验。"
Then = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Machine:
    """What this computer has; tests hand in another."""

    drives: Callable[[], tuple[DiscDrive, ...]] = disc_drives
    burner: Callable[[], Burner] = find_burner
    scanner: Callable[[], Scanner | None] = scanner

    def obstacle(self) -> str:
        """Why it cannot burn, and what to do then; empty when it can."""
        try:
            if self.burner().drives():
                return ""
        except NoBurner:
            return f"本机没有刻录程序：{ELSEWHERE}"
        except AppError as error:
            return f"{error.title}：{ELSEWHERE}"
        return f"本机没有光驱：{ELSEWHERE}"


class DiscActions:
    """`then` is called at home when the work has ended well."""

    def __init__(self, session: Session, ask: Ask, machine: Machine) -> None:
        self._session, self._ask, self._machine = session, ask, machine

    def make_all(
        self, out: Path, medium: Medium, made: Sequence[Staging], then: Callable[[Proof], object]
    ) -> None:
        """All that needs nobody between; `made`: the folders that stand already. `then` for each image."""
        store, report, sandbox = self._session.store, self._session.report, self._session.sandbox
        drives = self._machine.drives()

        def work(job: Job) -> Sequence[Proof]:
            return make_discs(store, report, out, medium, sandbox, job, made=made, drives=drives)

        def announce(proofs: Sequence[Proof]) -> None:
            for proof in proofs:
                then(proof)
            for proof in proofs:
                if not proof.is_sound:
                    self._ask.tell(*trouble(proof))

        self._session.run("制作光盘目录、映像并校验", work, announce)

    def stage(self, out: Path, medium: Medium, then: Then) -> None:
        store, report, sandbox = self._session.store, self._session.report, self._session.sandbox

        def work(job: Job) -> Sequence[Staging]:
            return stage(store, report, out, medium, sandbox, job)

        self._session.run("生成刻录目录", work, lambda _: then())

    def scan(self, then: Then) -> None:
        """By the scanner of this computer."""
        store, by = self._session.store, self._machine.scanner()
        if by is None:
            self._ask.tell("没有找到查毒程序", _NO_SCANNER)
            return

        def work(job: Job) -> Sequence[Staging]:
            return scan_discs(store, by, job)

        self._session.run("查毒", work, lambda made: self._scanned(made, then))

    def _scanned(self, stagings: Sequence[Staging], then: Then) -> None:
        then()
        found = [path for one in stagings if one.scan is not None for path in one.scan.infected]
        if found:
            listed = "\n".join(found[:_MOST_TOLD])
            advice = "请把这几家的材料退回企业，换成干净的再重新生成。"
            self._ask.tell(f"查毒发现 {len(found)} 处", f"{listed}\n{advice}")

    def image(self, stagings: Sequence[Staging], then: Then) -> None:
        store, sandbox = self._session.store, self._session.sandbox

        def work(job: Job) -> None:
            for staging, part in job.through(stagings):
                make_image(store, staging, part, sandbox)

        self._session.run("生成光盘映像", work, lambda _: then())

    def export(self, stagings: Sequence[Staging], then: Then) -> None:
        """Images of the whole set, each read back from where it was put."""
        folder = self._ask.choose_folder("映像另存到哪里（U 盘或文件夹）")
        if folder is None:
            return
        pairs = [(Path(staging.image), folder / Path(staging.image).name) for staging in stagings]
        there = [target.name for _, target in pairs if target.exists()]
        if there and not self._ask.confirm(
            "已有同名文件", f"{'、'.join(there)} 已在 {folder} 里，要换成现在的映像吗？", "替换", loses=True
        ):
            return

        def work(job: Job) -> None:
            for number, (image, target) in enumerate(pairs):
                export_image(image, target, job.part(number / len(pairs), (number + 1) / len(pairs)))

        def announce(_: None) -> None:
            then()
            words = f"{len(pairs)} 个映像已复制到 {folder}，并读回逐字节比对，完全一致。"
            self._ask.tell("映像已存好", words)

        self._session.run("另存光盘映像", work, announce, reads=True)

    def burn(self, staging: Staging, medium: Medium, number: int, then: Then) -> None:
        try:
            burner = self._machine.burner()
            drives = burner.drives()
        except AppError as error:
            self._ask.show_error(error)
            return
        drive = self._burning_drive(drives)
        if drive is None or not self._ask.confirm(
            f"刻第 {number} 张：{staging.disc_id}",
            f"请在{drive.name}里放入一张空白 {medium.title}。刻录时请不要取出光盘、不要关机；"
            "中途取消，这张盘就作废了。",
            "开始刻录",
        ):
            return
        store, sandbox = self._session.store, self._session.sandbox

        def work(job: Job) -> None:
            image = make_image(store, staging, job.part(0.0, 0.1), sandbox)
            burner.burn(image, drive, medium, job.part(0.1, 1.0))

        def announce(_: None) -> None:
            then()
            self._ask.tell("刻录完成", "请把光盘放回光驱，点“开始校验”：逐字节比对后才算完成。")

        self._session.run(f"刻录 {staging.disc_id}", work, announce)

    def _burning_drive(self, drives: Sequence[Drive]) -> Drive | None:
        if not drives:
            self._ask.tell("本机没有光驱", f"请{ELSEWHERE}。")
            return None
        if len(drives) == 1:
            return drives[0]
        chosen = self._ask.choose("用哪个光驱刻录", "请选放入了空白盘的光驱", [each.name for each in drives])
        return None if chosen is None else drives[chosen]

    def verify(self, staging: Staging, then: Callable[[Proof], object]) -> None:
        """Of whatever disc of the batch lies there: it says itself which one it is."""
        place = self._place(staging)
        if place is None:
            return
        store, sandbox = self._session.store, self._session.sandbox
        drives, resume = self._machine.drives(), False
        if is_unfinished(store, place):
            words = "没有取出过光盘，可以接着读；换过光盘，请从头读。"
            chosen = self._ask.choose("上次读到一半停下了", words, ["接着读", "从头读"])
            if chosen is None:
                return
            resume = chosen == 0

        def work(job: Job) -> Proof:
            return read_back(store, place, job, drives, resume=resume, sandbox=sandbox)

        def announce(proof: Proof) -> None:
            then(proof)
            if proof.report.findings:
                self._ask.tell(*trouble(proof))

        self._session.run("读盘校验", work, announce)

    def _place(self, staging: Staging) -> Path | None:
        drives = self._machine.drives()
        places: list[tuple[str, Path | None]] = [(drive.name, drive.source) for drive in drives]
        if staging.image:
            places.append((f"映像 {Path(staging.image).name}", Path(staging.image)))
        options = [*(name for name, _ in places), "其他映像文件…", "文件夹…"]
        chosen = self._ask.choose("从哪里读", _WAIT if drives else _NO_DRIVE, options)
        if chosen is None:
            return None
        if chosen < len(places):
            return places[chosen][1]
        if chosen == len(places):
            return next(iter(self._ask.choose_files("选择光盘映像", _IMAGES)), None)
        return self._ask.choose_folder("选择光盘或刻录目录所在的文件夹")

    def papers(self, names: Sequence[str], then: Then) -> None:
        """Writes all, prints those asked for; `then` once they were, or another program took them."""
        store, out = self._session.store, self._session.folder / PAPERS

        def work(job: Job) -> Sequence[Path]:
            return print_papers(store, out, job)

        def print_them(_: Sequence[Path]) -> None:
            if print_or_open("打印交接材料", [out / name for name in names], self._ask):
                then()

        self._session.run("制作交接登记表", work, print_them, reads=True)


def trouble(proof: Proof) -> tuple[str, str]:
    """Title and text of what is wrong with a disc: enterprises first, then file by file."""
    findings = proof.report.findings
    lines = [f"{finding.what}（{finding.where}）" for finding in findings[:_MOST_TOLD]]
    if len(findings) > _MOST_TOLD:
        lines.append(f"……共 {count(findings)} 处")
    damaged = "、".join(proof.readback.damaged)
    first = [f"涉及的企业：{damaged}"] if damaged else []
    disc = proof.readback.disc_id
    return f"{disc} 有 {count(findings)} 处问题", "\n".join([*first, *lines, findings[0].fix])
