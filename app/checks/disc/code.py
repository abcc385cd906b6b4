"""The 校验码 of the paper vouches for the disc."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.check import Need
from app.checks.disc_cases import TypedCode, disc_check
from app.checks.words import few, shown
from app.model.finding import Finding, Grade, Trait


@disc_check("DISC-04", "校验码与登记表一致", Grade.MUST, Trait.AUTHENTIC, needs=Need.DISC | Need.PAPER)
def as_on_paper(case: TypedCode) -> Iterator[Finding]:
    """登记表上的校验码担保光盘没有换过，一个文件不多，一个不少。"""
    if not case.code:
        what, fix = "无从核对：光盘上没有 tagmanifest-sha256.txt", "请核对是不是这张光盘。"
    elif not case.is_same:
        own = case.digest if case.typed.is_whole else case.code
        what = f"输入的是 {case.typed.shown}，光盘上算出的是 {own}"
        fix = "请核对登记表上的编号和抄写；都没有错，就不是当时交接的那张光盘。"
    elif case.unlike:
        what = f"与登记表相符，但光盘上有 {len(case.unlike)} 处不是它担保的：{few(map(shown, case.unlike))}"
        fix = "请逐处核对；光盘做好以后改动过的，请报送单位重新制作、重新交接。"
    else:
        return
    yield Finding(f"校验码 {what}", fix, "校验码", detail=what)
