"""Where a finding says it is, and what no longer counts once it is left out."""

from __future__ import annotations

import pytest

from app.checks.cases import place
from app.model.documents.part import LEAVE_OUT
from app.model.source import Container
from tests.checks.cases import a_batch, a_member, a_source, applied, found, ids, pieces

NAME = "济南试制机床有限公司"


@pytest.mark.parametrize(
    ("container", "within", "page", "where"),
    [
        (Container.ZIP, "", 0, "包.zip!/证明/a.pdf"),
        (Container.ZIP, "内.zip", 3, "包.zip!/内.zip!/证明/a.pdf#page=3"),
        (Container.FOLDER, "", 0, "包.zip/证明/a.pdf"),
        (Container.FOLDER, "内.zip", 0, "包.zip/内.zip!/证明/a.pdf"),
        (Container.FILE, "", 2, "包.zip#page=2"),
    ],
)
def test_a_place_reads_as_a_clerk_finds_it(container: Container, within: str, page: int, where: str) -> None:
    assert place(a_source("包.zip", container=container), "证明/a.pdf", within, page) == where


def test_a_finding_in_a_file_names_the_file_and_the_page_to_show() -> None:
    from app.model.source import PdfFacts

    bad = a_member("证明材料/专利.pdf", pdf=PdfFacts("ok", "ok", 9, (4,)))
    (finding,) = found(a_batch(applied(extra=[bad])), "PDF-01")
    assert finding.where == f"{NAME}.zip!/证明材料/专利.pdf#page=4"
    assert (finding.member, finding.page) == ("s1national/证明材料/专利.pdf", 4)


def test_a_file_that_is_left_out_is_not_judged() -> None:
    roles = {"s1national/查看.exe": LEAVE_OUT}
    assert "FILE-02" in ids(a_batch(applied(extra=[a_member("查看.exe")])))
    assert not ids(a_batch(applied(extra=[a_member("查看.exe")], roles=roles)))


def test_a_file_inside_an_archive_goes_along_unless_the_archive_is_left_out() -> None:
    inner = [a_member("证明材料/证书.zip"), a_member("查看.exe", within="证明材料/证书.zip")]
    alone = {"s1national/证明材料/证书.zip!/查看.exe": LEAVE_OUT}
    whole = {"s1national/证明材料/证书.zip": LEAVE_OUT}
    assert "FILE-02" in ids(a_batch(applied(extra=inner, roles=alone)))
    assert not ids(a_batch(applied(extra=inner, roles=whole)))


def test_archives_two_deep_are_left_out_with_the_outermost() -> None:
    outer, inner = "证明材料/证书.zip", "证明材料/证书.zip!/再.zip"
    extra = [a_member(outer), a_member("再.zip", within=outer), a_member("查看.exe", within=inner)]
    assert not ids(a_batch(applied(extra=extra, roles={f"s1national/{outer}": LEAVE_OUT})))


def test_a_missing_piece_points_at_the_files_that_wait_to_be_assigned() -> None:
    members = [m for m in pieces(NAME) if "申报书" not in m.path]
    (finding,) = found(a_batch(applied(members=[*members, a_member("扫描件0003.pdf")])), "MAT-01")
    assert "扫描件0003.pdf" in finding.fix and "归类" in finding.fix


def test_a_left_out_file_makes_room() -> None:
    video = a_member("证明材料/视频.mp4", size=600_000_000)
    source = a_source(f"{NAME}.zip", [*pieces(NAME), video], id="s1", complete_zip=True)
    assert found(a_batch(applied(source=source)), "SIZE-01")
    assert not found(a_batch(applied(source=source, roles={"s1/证明材料/视频.mp4": LEAVE_OUT})), "SIZE-01")


def test_exactly_the_limit_is_allowed() -> None:
    member = a_member("证明材料/视频.mp4", size=500_000_000 - 5000)
    assert not found(a_batch(applied(extra=[member])), "SIZE-01")


def test_a_folder_or_one_of_several_packages_named_right_is_enough() -> None:
    for name, container in ((NAME, Container.FOLDER), (f"{NAME}.tar.gz", Container.TAR), (f"{NAME}.ZIP", Container.ZIP)):
        assert not found(a_batch(applied(source=a_source(name, pieces(NAME), container=container))), "NAME-01")


@pytest.mark.parametrize(
    "name", ["山东大学", "济南二机床集团（总部）", "青岛某某（有限合伙）", "中国铁路济南局集团有限公司(济南)", "某某研究院"]
)
def test_full_names_that_do_not_end_in_gongsi(name: str) -> None:
    assert not found(a_batch(applied(name)), "NAME-05")


def test_an_unopened_piece_of_the_same_content_in_two_enterprises_is_told_once_per_file() -> None:
    shared = [a_member(f"证明材料/{n}.pdf", content=f"{n}") for n in range(3)]
    batch = a_batch(*(applied(f"济南第{n}机床厂", number=n, extra=shared) for n in (1, 2)))
    findings = found(batch, "DUP-02")
    assert len(findings) == 3 == len({f.key for f in findings})
    assert {f.subject for f in findings} == {"batch"}


def test_empty_files_are_never_the_same_file() -> None:
    empty = a_member("证明材料/空.pdf", content="空", size=0)
    batch = a_batch(*(applied(f"济南第{n}机床厂", number=n, extra=[empty]) for n in (1, 2)))
    assert not found(batch, "DUP-02")


def test_a_member_that_could_not_be_read_is_not_called_empty_or_misnamed() -> None:
    from dataclasses import replace

    locked = replace(a_member("证明材料/专利.pdf", kind="unknown", size=0), sha256="")
    assert not {"FILE-01", "PACK-04", "PDF-01"} & ids(a_batch(applied(extra=[locked])))


def test_an_archive_with_a_password_is_told_once_not_once_per_file() -> None:
    from app.model.source import Fault, Trouble

    locked = [Trouble(Fault.PASSWORD, m.path, "需要密码才能打开") for m in pieces(NAME)] * 2
    batch = a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), troubles=locked)))
    (finding,) = found(batch, "PACK-02")
    assert finding.where == f"{NAME}.zip" and finding.what.startswith(f"整个压缩包“{NAME}.zip”")


def test_an_archive_of_which_some_files_have_a_password_names_them() -> None:
    from app.model.source import Fault, Trouble

    one, two, *_ = (member.path for member in pieces(NAME))
    locked = [Trouble(Fault.PASSWORD, path, "需要密码才能打开") for path in (one, two)]
    batch = a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), troubles=locked)))
    (finding,) = found(batch, "PACK-02")
    assert one in finding.what and two in finding.what and "整个" not in finding.what


def test_one_fault_at_one_place_is_told_once() -> None:
    from app.model.source import Fault, Trouble

    thrice = [Trouble(Fault.OVERLAP, "a.pdf", "压缩包里有两个同名的文件")] * 3
    batch = a_batch(applied(source=a_source(f"{NAME}.zip", pieces(NAME), troubles=thrice)))
    (finding,) = found(batch, "PACK-06")
    assert "两个同名的文件" in finding.what
