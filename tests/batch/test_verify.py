"""Any flipped byte, lost or added file of a disc is found, and named."""

import hashlib
import json
import os
import shutil
import subprocess
import unicodedata
from contextlib import nullcontext
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.batch.verify import verify, verify_set
from app.disc.iso.write import write_image
from app.disc.read_through import check_code_of
from app.errors import Cancelled, DriveGone, SourceVanished, Unreadable
from app.job import Job, Progress
from app.model.disc import DVD, check_code, plain_code, qr_content
from app.model.finding import Grade, Report, State, count
from app.model.tally import tally
from app.send.stage import stage
from tests import disc_batches
from tests.disc_batches import READY, a_ready_store

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


@pytest.fixture(scope="module", autouse=True)
def _one_child(sandbox):
    """For all readings: each would start one of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.disc.look.one_of", lambda given: nullcontext(given or sandbox))
        yield


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
    assert states(report).pop("DISC-09") is State.SKIPPED  # no paper was at hand: told, and nothing is open
    assert {state for check, state in states(report).items() if check != "DISC-09"} == {State.PASSED}
    assert report.verdict({}) == "ok"


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


def test_one_name_listed_in_two_compositions_with_two_digests_is_told(tmp_path):
    name = unicodedata.normalize("NFC", "Café.zip")
    bag = a_bag(tmp_path / "bag", **{name: "x"})
    with (bag / "manifest-sha256.txt").open("a") as manifest:
        manifest.write(f"{'0' * 64}  data/{unicodedata.normalize('NFD', name)}\n")
    assert "只差字的编码" in told(verify(bag, Job()), "DISC-01")["manifest-sha256.txt"]


def test_one_name_listed_in_two_cases_is_one_file_and_one_missing(tmp_path):
    bag = a_bag(tmp_path / "bag", a="x")
    with (bag / "manifest-sha256.txt").open("a") as manifest:
        manifest.write(f"{hashlib.sha256(b'x').hexdigest()}  data/A\n")
    assert list(told(verify(bag, Job()), "DISC-01")) == ["data/A"]


def test_a_disc_made_by_hand_is_to_be_looked_at_and_the_comparison_is_skipped(tmp_path):
    (tmp_path / "申报材料").mkdir()
    (tmp_path / "申报材料/甲.zip").write_bytes(b"x")
    report = verify(tmp_path, Job())
    assert states(report) == {
        "DISC-01": State.SKIPPED, "DISC-02": State.SKIPPED, "DISC-05": State.PASSED, "DISC-06": State.FOUND,
    }
    assert report.verdict({}) == "look"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"BagIt-Version: 9.9\n", b"\x00\xff",
        b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        b"\xef\xbb\xbfBagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
        *(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: " + name for name in (
            b"idna", b"punycode", b"utf-7", b"rot13", b"zlib", b"hex", b"unicode_escape", b"undefined", b"mbcs", b"a\0b",
            b"x" * 100_000)),
    ],
)
def test_an_unknown_declaration_is_told(tmp_path, content):
    bag = a_bag(tmp_path / "bag")
    (bag / "bagit.txt").write_bytes(content)
    assert "bagit.txt" in told(verify(bag, Job()), "DISC-01")


@pytest.mark.parametrize("depth", [70, 1300])
def test_folders_too_deep_for_any_system_are_told_and_not_entered(tmp_path, monkeypatch, depth):
    bag = a_bag(tmp_path / "bag")
    monkeypatch.chdir(bag)
    for _ in range(depth):  # a path this long can only be made step by step
        Path("d").mkdir()
        os.chdir("d")
    Path("deep.txt").write_text("x")
    report = verify(bag, Job())
    assert any("太深" in what for what in told(report, "DISC-01").values())
    assert State.BROKEN not in states(report).values() and report.verdict({}) == "must"
    monkeypatch.undo()
    subprocess.run(["rm", "-rf", str(bag)], check=True)  # shutil goes in circles of its own


def test_names_whose_bytes_are_no_utf_8_are_told_in_words(tmp_path):
    bag = a_bag(tmp_path / "bag")
    for name in ("标杆.txt".encode("gbk"), b"\xff\xfe", "标杆.txt".encode()):
        (bag / os.fsdecode(name)).write_text("x")
    report = verify(bag, Job(), "0000-0000-0000")
    assert State.BROKEN not in states(report).values() and "标杆.txt" in told(report, "DISC-02")
    assert "换了编码" in told(report, "DISC-01")["标杆.txt"]
    assert all(finding.what.encode() and finding.where.encode() for finding in report.findings)


def test_thousands_of_one_fault_are_counted_and_not_all_told(tmp_path):
    bag = a_bag(tmp_path / "bag")
    for number in range(1_000):
        (bag / f"data/{number}").touch()
    report = verify(bag, Job())
    found = [finding for finding in report.findings if finding.check == "DISC-02"]
    assert len(found) < 400 and count(found) == tally(found, {}).advised == 1_000
    assert f"另有 {1_000 - len(found) + 1} 处" in found[-1].what and len({f.key for f in found}) == len(found)


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


# -- bags of other tools -----------------------------------------------------------------------------
@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha384", "sha512"])
def test_a_bag_with_one_manifest_of_any_common_kind_is_compared(tmp_path, algorithm):
    bag = a_bag(tmp_path / "bag", algorithm, "0.97")
    report = verify(bag, Job())
    assert states(report)["DISC-01"] is State.PASSED
    assert report.verdict({}) == ("look" if algorithm in ("md5", "sha1") else "ok")
    (bag / "data/a").write_text("乙")
    assert "data/a" in told(verify(bag, Job()), "DISC-01")


def test_a_weak_manifest_says_what_it_cannot_prove(tmp_path):
    report = verify(a_bag(tmp_path / "bag", "md5"), Job())
    assert "MD5" in told(report, "DISC-06")["光盘"]


def test_a_percent_sign_is_plain_in_bags_of_before_1_0(tmp_path):
    assert verify(a_bag(tmp_path / "old", version="0.97", **{"a%25b": "x"}), Job()).verdict({}) == "ok"
    (tmp_path / "new/data").mkdir(parents=True)
    (tmp_path / "new/data/a%b").write_text("x")
    (tmp_path / "new/bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    digest = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "new/manifest-sha256.txt").write_text(f"{digest}  data/a%25b\n")
    assert verify(tmp_path / "new", Job()).verdict({}) == "ok"


# -- the code on the paper ---------------------------------------------------------------------------
@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_the_code_on_the_paper_may_be_typed_as_people_write(made, typed):
    report = verify(made, Job(), typed(check_code_of(made)))
    assert states(report)["DISC-04"] is State.PASSED and report.verdict({}) == "ok"


def test_the_whole_digest_of_the_paper_will_do(made):
    digest = hashlib.sha256((made / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert states(verify(made, Job(), qr_content(DISC, digest)))["DISC-04"] is State.PASSED
    wrong = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    (what,) = told(verify(made, Job(), wrong), "DISC-04").values()
    assert wrong in what and digest in what


def test_letters_that_look_like_digits_count_as_those():
    assert plain_code("oIl0-1111　ABCD") == "01101111ABCD"


def test_another_code_is_told_with_both(made):
    report = verify(made, Job(), "0000-0000-0000")
    (what,) = told(report, "DISC-04").values()
    assert "0000-0000-0000" in what and check_code_of(made) in what and report.verdict({}) == "must"


def test_a_changed_tag_manifest_is_found_by_the_code_alone(disc):
    code = check_code_of(disc)
    with (disc / "tagmanifest-sha256.txt").open("a") as manifest:
        manifest.write("\n")
    assert verify(disc, Job()).verdict({}) == "ok"
    assert states(verify(disc, Job(), code))["DISC-04"] is State.FOUND


def test_without_a_tag_manifest_there_is_nothing_to_compare_the_code_with(tmp_path):
    assert "无从核对" in told(verify(a_bag(tmp_path / "bag"), Job(), "0"), "DISC-04")["校验码"]


# -- sets --------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def made_set(tmp_path_factory, sandbox):
    """Three discs of one set, once for all tests; none may change them."""
    tmp = tmp_path_factory.mktemp("set")
    with pytest.MonkeyPatch.context() as patch, a_ready_store(tmp / "batch", sandbox, tmp / "in") as store:
        patch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
        made = stage(store, READY, tmp / "out", disc_batches.small(usable=617_000), sandbox, Job())
    return [Path(staging.folder) for staging in made]


def set_told(*discs: Path) -> list[str]:
    return [finding.what for finding in verify_set(discs, Job()).findings if finding.check == "DISC-03"]


def test_a_whole_set_is_sound_in_any_order(made_set):
    report = verify_set(made_set[::-1], Job())
    assert report.verdict({}) == "ok" and len(report.outcomes) == 5 * 3 + 1


def test_a_missing_disc_is_told_with_the_enterprises_on_it(made_set):
    (what,) = set_told(made_set[0], made_set[2])
    assert "缺第 2 张（共 3 张）" in what and "济南乙二食品有限公司" in what


def test_the_same_disc_twice_is_told(made_set):
    said = " ".join(set_told(*made_set, made_set[1]))
    assert "第 2 张给了不止一次" in said and "缺" not in said


def test_a_disc_of_another_set_is_told(made_set, made):
    said = " ".join(set_told(*made_set, made))
    assert "是另一套" in said and "缺" not in said


def test_a_disc_of_an_earlier_making_is_told(made_set, tmp_path):
    older = Path(shutil.copytree(made_set[2], tmp_path / "older"))
    text = (older / "submission.json").read_text("utf-8")
    (older / "submission.json").write_text(text.replace("2023-08-24", "2023-08-20"), "utf-8")
    assert any("不是同一次制作的" in what for what in set_told(made_set[0], made_set[1], older))


def test_discs_that_say_nothing_of_a_set_are_told(tmp_path):
    assert "没有说明" in set_told(a_bag(tmp_path / "a"), a_bag(tmp_path / "b"))[0]


# -- interrupted -------------------------------------------------------------------------------------
def stopped_after(files: int) -> Job:
    """A job that is cancelled once that many packages or letters were begun."""
    seen: set[str] = set()

    def report(progress: Progress) -> None:
        seen.add(progress.item)
        if len(seen) > files:
            job.cancel()

    job = Job(report)
    return job


def test_an_interrupted_reading_goes_on_where_it_stopped(made, tmp_path):
    state = tmp_path / "state"
    with pytest.raises(Cancelled):
        verify(made, stopped_after(5), state=state)
    remembered = state.read_text().count('"path"')
    assert 0 < remembered < 7
    with state.open("a") as file:
        file.write('{"path": "data/cut sho')
    assert verify(made, Job(), state=state).verdict({}) == "ok"
    assert not state.exists()


def test_what_was_remembered_is_not_read_again_and_what_changed_since_is(disc, tmp_path):
    state = tmp_path / "state"
    with pytest.raises(Cancelled):
        verify(disc, stopped_after(5), state=state)
    known = [json.loads(line)["path"] for line in state.read_text().splitlines()[1:]]
    file = disc / known[0]
    good, status = file.read_bytes(), file.stat()
    file.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    kept = state.read_bytes()
    assert known[0] not in told(verify(disc, Job(), state=state), "DISC-01")
    state.write_bytes(kept)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert known[0] in told(verify(disc, Job(), state=state), "DISC-01")


def test_what_was_remembered_of_another_disc_is_dropped(disc, tmp_path):
    state = tmp_path / "state"
    with pytest.raises(Cancelled):
        verify(disc, stopped_after(5), state=state)
    with (disc / "tagmanifest-sha256.txt").open("a") as manifest:
        manifest.write("\n")
    for package in disc.rglob("*.zip"):
        package.write_bytes(b"x" * package.stat().st_size)
    assert len([w for w in told(verify(disc, Job(), state=state), "DISC-01") if w.endswith(".zip")]) == 3


# -- scratches and pulled drives ---------------------------------------------------------------------
class Scratched:
    """A file that fails `times` times when it is read from `at` on; `then` is called at each."""

    left = 0

    def __init__(self, file, at, times, then=lambda: None):
        self._file, self._at, self.times, self._then = file, at, times, then

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def seek(self, at):
        return self._file.seek(at)

    def readinto(self, buffer):
        if self._file.tell() >= self._at and Scratched.left:
            Scratched.left -= 1
            self._then()
            raise OSError(5, "Input/output error")
        return self._file.readinto(buffer[: max(1, min(len(buffer), 4096))])


@pytest.fixture
def scratch(monkeypatch):
    """Every reading of the package fails from byte 8192 on, the first `times` times."""

    def scratched(times, then=lambda: None):
        Scratched.left, real = times, Path.open

        def opened(path, *args, **values):
            file = real(path, *args, **values)
            return Scratched(file, 8192, times, then) if path.name == Path(PACKAGE).name else file

        monkeypatch.setattr(Path, "open", opened)

    return scratched


def test_a_sector_that_is_read_at_the_second_try_is_no_fault(disc, scratch):
    scratch(2)
    assert verify(disc, Job()).verdict({}) == "ok"


def test_a_sector_that_is_never_read_is_passed_over_and_the_rest_goes_on(disc, scratch):
    scratch(1 << 30)
    seen: list[Progress] = []
    report = verify(disc, Job(seen.append))
    assert list(told(report, "DISC-05")) == [PACKAGE]
    assert "从第 8,193 字节起读不出来" in told(report, "DISC-05")[PACKAGE]
    assert states(report)["DISC-01"] is State.PASSED
    assert max(progress.done_bytes for progress in seen) == seen[-1].total_bytes


def test_a_disc_that_is_taken_out_meanwhile_is_no_damaged_disc(disc, scratch, tmp_path):
    scratch(1 << 30, lambda: disc.exists() and disc.rename(tmp_path / "aside"))
    with pytest.raises(DriveGone):
        verify(disc, Job(), state=tmp_path / "state")
    assert (tmp_path / "state").exists()


def test_an_image_whose_stick_was_pulled_meanwhile_is_told(made, tmp_path):
    image = tmp_path / "disc.iso"
    write_image(made, DISC, image, Job())
    job = Job(lambda progress: image.unlink(missing_ok=True))
    with pytest.raises(DriveGone):
        verify(image, job)


# -- images ------------------------------------------------------------------------------------------
def test_an_image_is_read_like_its_folder(made, tmp_path):
    image = tmp_path / "disc.iso"
    write_image(made, DISC, image, Job())
    report = verify(image, Job(), check_code_of(made))
    assert set(states(report).values()) == {State.PASSED} and len(report.outcomes) == 6
    content = bytearray(image.read_bytes())
    package = (made / PACKAGE).read_bytes()
    content[content.index(package) + 5000] ^= 1
    image.write_bytes(content)
    assert list(told(verify(image, Job()), "DISC-01")) == [PACKAGE]


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
