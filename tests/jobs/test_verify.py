"""Any flipped byte, lost or added file of a disc is found, and named."""

import hashlib
import os
import shutil
import unicodedata
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled, SourceVanished, Unreadable
from app.job import Job, Progress
from app.jobs.stage import stage
from app.jobs.verify import check_code_of, verify
from app.model.disc import DVD, check_code
from app.model.finding import Grade, Report, State
from tests.jobs import disc_batches
from tests.jobs.disc_batches import READY, a_ready_store

DISC = "QLBG23_3701_01"
PACKAGE = "data/全省质量标杆/申报材料/济南乙二食品有限公司.zip"


@pytest.fixture(scope="module")
def made(tmp_path_factory, sandbox):
    """A disc as we make it, once for all tests; none may change it."""
    tmp = tmp_path_factory.mktemp("verify")
    with pytest.MonkeyPatch.context() as patch, a_ready_store(tmp / "batch", sandbox, tmp / "in") as store:
        patch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
        (staging,) = stage(store, READY, tmp / "out", DVD, sandbox, Job())
    return Path(staging.folder)


@pytest.fixture
def disc(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / DISC))


def states(report: Report) -> dict[str, State]:
    return {outcome.check: outcome.state for outcome in report.outcomes}


def told(report: Report, check: str) -> dict[str, str]:
    return {finding.where: finding.what for finding in report.findings if finding.check == check}


def a_bag(folder: Path, algorithm: str = "sha256", version: str = "1.0", **files: str) -> Path:
    """A bag as others make them."""
    (folder / "data").mkdir(parents=True)
    lines = []
    for name, text in (files or {"a": "甲"}).items():
        (folder / "data" / name).write_text(text)
        lines.append(f"{hashlib.new(algorithm, text.encode()).hexdigest()}  data/{name}\n")
    (folder / f"manifest-{algorithm}.txt").write_text("".join(lines))
    (folder / "bagit.txt").write_text(f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n")
    return folder


# -- whole discs -------------------------------------------------------------------------------------
def test_a_disc_we_made_is_sound(made):
    report = verify(made, Job())
    assert set(states(report).values()) == {State.PASSED} and report.verdict({}) == "ok"


@pytest.mark.parametrize(("algorithm", "version"), [("sha256", "1.0"), ("sha512", "1.0"), ("sha256", "0.97")])
def test_bags_of_others_are_sound(tmp_path, algorithm, version):
    assert verify(a_bag(tmp_path / "bag", algorithm, version), Job()).verdict({}) == "ok"


def test_a_bag_by_bagit_python_with_two_manifests_is_sound(tmp_path):
    (tmp_path / "申报书.pdf").write_bytes(b"x" * 5000)
    bagit.make_bag(str(tmp_path), {"Contact-Name": "王敏"}, checksums=["sha256", "sha512"])
    assert verify(tmp_path, Job()).verdict({}) == "ok"


def test_names_taken_apart_by_another_system_are_the_same_names(tmp_path):
    name = unicodedata.normalize("NFC", "Café有限公司.zip")
    bag = a_bag(tmp_path / "bag", **{name: "x"})
    (bag / "data" / name).rename(bag / "data" / unicodedata.normalize("NFD", name))
    assert verify(bag, Job()).verdict({}) == "ok"


def test_every_byte_is_read_once(made):
    seen: list[Progress] = []
    verify(made, Job(seen.append))
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    assert max(progress.done_bytes for progress in seen) == size == seen[-1].total_bytes


# -- damaged ones ------------------------------------------------------------------------------------
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_is_found_and_named(disc, data):
    files = sorted(path for path in disc.rglob("*") if path.is_file() and path.stat().st_size)
    file = data.draw(st.sampled_from(files))
    good = file.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    file.write_bytes(good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :])
    try:
        report, code = verify(disc, Job()), check_code_of(disc)
    finally:
        file.write_bytes(good)
    where = str(file.relative_to(disc))
    if where == "tagmanifest-sha256.txt":  # vouched for by the paper
        assert code != check_code(good)
    else:
        assert where in told(report, "DISC-01") and report.verdict({}) == "must"


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_lost_file_is_found_and_named(disc, data):
    file = data.draw(st.sampled_from(sorted(path for path in disc.rglob("*") if path.is_file())))
    aside = disc.parent / "aside"
    file.rename(aside)
    try:
        report = verify(disc, Job())
    finally:
        aside.rename(file)
    where = str(file.relative_to(disc))
    if where == "tagmanifest-sha256.txt":
        assert "说明文件.TXT" in told(report, "DISC-02")
    elif where == "manifest-sha256.txt":
        assert states(report)["DISC-06"] is State.FOUND
    else:
        assert where in told(report, "DISC-01") and report.verdict({}) == "must"


@pytest.mark.parametrize("where", ["data/多余.txt", "data/全国质量标杆/申报材料/x.zip", "autorun.inf", "data/.hidden"])
def test_an_added_file_is_found_and_named(disc, where):
    (disc / where).write_bytes(b"x")
    report = verify(disc, Job())
    assert list(told(report, "DISC-02")) == [where]
    assert {f.grade for f in report.findings if f.check == "DISC-02"} == {Grade.SHOULD}


def test_a_damaged_package_names_its_enterprise_and_the_length(disc):
    file = disc / PACKAGE
    file.write_bytes(file.read_bytes()[:-5])
    report = verify(disc, Job())
    found = next(f for f in report.findings if f.where == PACKAGE)
    assert (found.check, found.subject_name, found.actual_grade) == ("DISC-01", "济南乙二食品有限公司", Grade.MUST)
    assert "济南乙二食品有限公司" in found.what and "长度应为" in found.what
    assert "bag-info.txt" in told(report, "DISC-01")  # Payload-Oxum


def test_every_fault_is_named_and_not_only_the_first(disc):
    (disc / PACKAGE).unlink()
    (disc / "data/全国质量标杆/推荐文件.pdf").write_bytes(b"x")
    (disc / "说明文件.TXT").write_bytes(b"x")
    assert {PACKAGE, "data/全国质量标杆/推荐文件.pdf", "说明文件.TXT"} <= set(told(verify(disc, Job()), "DISC-01"))


def test_two_faults_never_share_a_key(disc):
    for path in disc.rglob("*.zip"):
        path.unlink()
    keys = [finding.key for finding in verify(disc, Job()).findings]
    assert len(keys) == len(set(keys)) >= 3


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root reads everything")
def test_without_rights_a_file_counts_as_unreadable(disc):
    (disc / PACKAGE).chmod(0)
    assert PACKAGE in told(verify(disc, Job()), "DISC-05")


def test_what_cannot_be_read_is_told_with_the_enterprises_that_are_whole(disc, monkeypatch):
    real = Path.open

    def scratched(path, *args, **values):
        if path.name == "济南乙二食品有限公司.zip":
            raise OSError(5, "Input/output error")
        return real(path, *args, **values)

    monkeypatch.setattr(Path, "open", scratched)
    report = verify(disc, Job())
    (found,) = [f for f in report.findings if f.check == "DISC-05"]
    assert (found.where, found.subject_name) == (PACKAGE, "济南乙二食品有限公司")
    assert "完好的企业有 2 家：山东甲一机械有限公司、济南丙三化工有限公司" in found.fix.replace(
        "济南丙三化工有限公司、山东甲一机械有限公司", "山东甲一机械有限公司、济南丙三化工有限公司"
    )
    assert states(report)["DISC-01"] is State.PASSED


def test_a_link_on_a_disc_is_not_followed(disc, tmp_path):
    (tmp_path / "secret").write_bytes((disc / PACKAGE).read_bytes())
    (disc / PACKAGE).unlink()
    (disc / PACKAGE).symlink_to(tmp_path / "secret")
    assert "链接" in " ".join(f.what for f in verify(disc, Job()).findings if f.where == PACKAGE)


# -- hostile and hand-made ones ----------------------------------------------------------------------
@pytest.mark.parametrize("path", ["data/../../secret", "/etc/hosts", "C:\\secret", "data\\..\\..\\secret"])
def test_a_manifest_that_leads_elsewhere_is_told_and_not_followed(tmp_path, path):
    bag = a_bag(tmp_path / "bag")
    with (bag / "manifest-sha256.txt").open("a") as manifest:
        manifest.write(f"{'0' * 64}  {path}\n")
    report = verify(bag, Job())
    assert "没有去读" in told(report, "DISC-01")["manifest-sha256.txt"]


def test_a_disc_made_by_hand_is_to_be_looked_at_and_the_comparison_is_skipped(tmp_path):
    (tmp_path / "申报材料").mkdir()
    (tmp_path / "申报材料/甲.zip").write_bytes(b"x")
    report = verify(tmp_path, Job())
    assert states(report) == {
        "DISC-01": State.SKIPPED, "DISC-02": State.SKIPPED, "DISC-05": State.PASSED, "DISC-06": State.FOUND,
    }
    assert report.verdict({}) == "look"


@pytest.mark.parametrize("content", [b"", b"BagIt-Version: 9.9\n", b"\x00\xff"])
def test_an_unknown_declaration_is_told(tmp_path, content):
    bag = a_bag(tmp_path / "bag")
    (bag / "bagit.txt").write_bytes(content)
    assert "bagit.txt" in told(verify(bag, Job()), "DISC-01")


def test_files_to_be_fetched_elsewhere_are_told(tmp_path):
    bag = a_bag(tmp_path / "bag")
    (bag / "fetch.txt").write_text("http://example.org/a 1 data/b\n")
    assert "fetch.txt" in told(verify(bag, Job()), "DISC-01")


def test_a_file_in_one_manifest_only_is_told(tmp_path):
    bag = a_bag(tmp_path / "bag", a="甲", b="乙")
    digest = hashlib.sha512("甲".encode()).hexdigest()
    (bag / "manifest-sha512.txt").write_text(f"{digest}  data/a\n")
    assert "data/b" in told(verify(bag, Job()), "DISC-01")["manifest-sha512.txt"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "submission.json", "tagmanifest-sha256.txt"]),
    st.binary(max_size=300) | st.text(max_size=100).map(str.encode)
    | st.sampled_from([b'{"disc":{},"tracks":[1,{"packages":3},{"packages":[4]}]}', b"[" * 100_000]),
)
def test_no_tag_file_whatever_it_holds_breaks_the_reader(disc, name, content):
    good = (disc / name).read_bytes()
    (disc / name).write_bytes(content)
    try:
        assert verify(disc, Job()).outcomes
    finally:
        (disc / name).write_bytes(good)


# -- wrong use ---------------------------------------------------------------------------------------
def test_what_is_no_disc_is_refused(tmp_path):
    (tmp_path / "a.iso").write_bytes(b"x")
    with pytest.raises(Unreadable):
        verify(tmp_path / "a.iso", Job())
    with pytest.raises(SourceVanished):
        verify(tmp_path / "nowhere", Job())


def test_it_can_be_cancelled(made):
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        verify(made, job)


def test_the_check_code_needs_a_tag_manifest(tmp_path):
    with pytest.raises(SourceVanished):
        check_code_of(tmp_path)
