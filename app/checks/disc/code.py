"""The 校验码 of the paper vouches for the disc."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from app.checks.check import Mend, Need, NotLooked
from app.checks.disc_cases import Paper, TypedCode, disc_check
from app.checks.words import few, said_of, shown
from app.model.disc import Compared
from app.model.finding import Finding, Grade, Trait

_paper_check = partial(disc_check, needs=Need.DISC | Need.PAPER, mend=Mend.TYPE)


@_paper_check(
    "DISC-04", "校验码与登记表一致", Grade.MUST, Trait.AUTHENTIC,
    asks="核对光盘与交接登记表是不是同一次制作的，连同登记表一并重新报送",
)
def as_on_paper(case: TypedCode) -> Iterator[Finding]:
    """登记表上的校验码担保光盘没有换过，一个文件不多，一个不少。"""
    if not case.code:
        what, fix = "无从核对：光盘上没有 tagmanifest-sha256.txt", "请核对是不是这张光盘。"
    elif not case.is_same:
        own = case.digest if case.typed.is_whole else case.code
        what = f"输入的是 {case.typed.shown}，光盘上算出的是 {own}"
        fix = "请核对登记表上的编号和抄写；都没有错，就不是当时交接的那张光盘。"
    elif case.unlike:
        what = f"与登记表相符，但光盘上有不是它担保的内容：{few(map(shown, case.unlike))}"
        fix = "请逐处核对；光盘做好以后改动过的，请报送单位重新制作、重新交接。"
    else:
        return
    yield Finding(f"校验码 {what}", fix, "校验码", detail=what)


@_paper_check(
    "DISC-09", "校验码已与登记表核对", Grade.LOOK, Trait.AUTHENTIC, asks="补交盖章的交接登记表"
)
def compared(case: Paper) -> Iterator[Finding | NotLooked]:
    """没有与登记表核对过校验码，光盘是不是当时交接的那一张就无从证明。"""
    if case.compared is not Compared.NOT:
        return
    if case.is_taken_in:
        fix = "请照交接登记表输入校验码，或扫描上面的二维码；没有登记表的，向报送单位问明后写明理由。"
        yield Finding(said_of(case.disc, case.compared.title), fix, "校验码", detail=case.compared.value)
    else:
        yield NotLooked(f"{case.compared.title}：没有给出登记表上的校验码或二维码")
