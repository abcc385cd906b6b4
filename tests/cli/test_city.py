"""The command line alone takes a city from received packages to a disc any BagIt validator accepts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import reduce
from pathlib import Path

import bagit
import openpyxl
import pytest

from app.demo.campaign import Campaign
from app.paths import RESOURCES
from app.send.dropped.unfinished import Rest
from app.store.store import BatchStore
from tests.builders import a_pdf, a_zip
from tests.road import baopan, done, open_ids, report


@pytest.fixture(scope="module")
def batch(clean_batch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("city") / "批次"
    shutil.copytree(clean_batch, folder)
    return folder


def test_the_received_packages_show_the_faults_they_have(campaign: Campaign, tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    for paths in campaign.received.values():
        done("collect", folder, "--track", paths[0].parent.name, "--each", paths[0].parent)
    code, out, _ = baopan("check", folder, "--json")
    told = json.loads(out)
    assert code == 1 and told["schema"] == 1 and told["verdict"] == "must"
    found = {(f["check"], f["subject"]) for f in told["findings"] if f["state"] == "found"}
    for check, subject in (
        ("PACK-01", "山东平阴阿胶药业有限公司"), ("PACK-02", "济南商河纺织有限公司"),
        ("PACK-04", "济南长清食品工业有限公司"), ("PACK-05", "章丘铸锻(集团)有限责任公司"),
        ("PACK-08", "济南泉城重型装备制造有限公司"), ("MAT-05", "山东齐峰电子信息有限公司"),
        ("MAT-02", "山东岱岳轴承集团有限公司"), ("MAT-03", "济南云图软件有限公司"),
        ("PDF-01", "济南泉城重型装备制造有限公司"), ("FILE-04", "济南历下新材料科技股份有限公司"),
        ("NAME-05", "海岱物流"),
    ):
        assert (check, subject) in found
    unsealed = {f["subject"]: f for f in told["findings"] if f["state"] == "found" and f["check"] == "SEAL-01"}
    assert unsealed.keys() == {
        "山东黄河智能仪表有限公司",  # a grey scan
        "章丘铸锻(集团)有限责任公司",  # half a seal
        "济南云图软件有限公司",  # none, but a red logo
    }
    framed, grey = unsealed["济南云图软件有限公司"], unsealed["山东黄河智能仪表有限公司"]
    assert framed["page"] == 1 and framed["frame"].keys() == {"x", "y", "width", "height"}
    assert all(0 < share < 0.3 for share in framed["frame"].values())  # of the page: upper left
    assert grey["page"] == 1 and "frame" not in grey
    assert {"id", "check", "grade", "state", "subject", "where", "what", "fix", "who"} <= told["findings"][0].keys()


def test_what_is_refused_is_counted_and_why(tmp_path: Path) -> None:
    folder, packages = tmp_path / "批次", tmp_path / "收到"
    packages.mkdir()
    a_zip(packages / "山东甲机械有限公司.zip", {"../../甲.txt": b"x", "../乙.txt": b"y"})
    a_zip(packages / "山东乙机械有限公司.zip", {"../甲.txt": b"x", "申报书.pdf": b"y", "Thumbs.db": b"z"})
    (packages / "山东丙机械有限公司.zip").write_bytes(b"PK\3\4 cut short")
    done("new", folder, "--sender", "370100")
    told = done("collect", folder, "--track", "全省", "--each", packages)
    assert "山东甲机械有限公司，共 2 个文件 = 收下 0 + 未收 0 + 拒收 2（它的路径会写到文件夹以外" in told
    assert "山东乙机械有限公司，共 3 个文件 = 收下 1 + 未收 1 + 拒收 1（" in told
    assert "山东丙机械有限公司，一个文件也没能收下：压缩包不完整" in told


def test_files_in_are_files_taken_plus_left_out(campaign: Campaign, tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    told = done("collect", folder, "--track", "全省", "--each", campaign.received["provincial"][0].parent)
    assert "济南历下新材料科技股份有限公司，共 10 个文件 = 收下 6 + 未收 4" in told
    again = done("collect", folder, "--track", "全省", "--each", campaign.received["provincial"][0].parent)
    assert "已收过，未重复收" in again and "\n收下" not in again


def test_the_whole_road_ends_in_a_disc_others_accept(batch: Path, tmp_path: Path) -> None:
    assert report(batch)["verdict"] == "ok"
    out = tmp_path / "光盘"
    told = done("stage", batch, "--out", out)
    disc = out / "QLBG23_3701_01"
    assert "校验码：" in told and disc.is_dir() and not list(out.glob("*.partial"))
    bagit.Bag(str(disc)).validate()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=disc, check=True)
    assert "每个文件一致" in done("verify", disc)
    inodes = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in disc.rglob("*")}
    assert done("stage", batch, "--out", out) == told
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in disc.rglob("*")} == inodes


def test_the_set_is_made_and_read_back_at_one_call(batch: Path, tmp_path: Path) -> None:
    told = done("stage", batch, "--out", tmp_path / "光盘", "--all")
    assert "读回逐字节一致" in told and (tmp_path / "光盘" / "QLBG23_3701_01.iso").is_file()
    assert (batch / "交接材料" / "交接登记表.pdf").is_file()


def test_letters_of_all_tracks_go_out_and_come_back_together(
    clean_batch: Path, campaign: Campaign, tmp_path: Path
) -> None:
    own, out = tmp_path / "批次", tmp_path / "草稿"
    shutil.copytree(clean_batch, own)
    assert done("letter", own, "--out", out, "--day", "2023-08-25").count("推荐文件草稿：") == 4
    told = done("attach", own, *campaign.letters.values())
    assert "（全国）" in told and "（全省）" in told
    nameless = tmp_path / "扫描.pdf"
    nameless.write_bytes(a_pdf())
    code, _, err = baopan("attach", own, nameless)
    assert code == 2 and "看不出是哪一类的推荐文件：扫描.pdf" in err


def test_a_letter_waits_for_what_is_to_be_vouched_for(clean_batch: Path, tmp_path: Path) -> None:
    own = tmp_path / "批次"
    shutil.copytree(clean_batch, own)
    rules = own / "notice.toml"
    rules.write_bytes(rules.read_bytes().replace(
        b"[letter]\n", '[letter]\ndeclarations = ["已核实申报材料真实"]\npaper = 3\n'.encode()))
    code, _, err = baopan("letter", own, "--track", "全国", "--out", tmp_path)
    assert code == 2 and "要有人确认：已核实申报材料真实" in err
    told = done("letter", own, "--track", "全国", "--out", tmp_path, "--declare", "--clerk", "王敏")
    assert "王敏已确认（全国）：已核实申报材料真实" in told and "推荐文件草稿：" in told
    assert "随光盘还要报送盖章的纸质推荐文件 2 件、各 3 份" in told


def test_a_flipped_byte_is_found_and_named(batch: Path, tmp_path: Path) -> None:
    done("stage", batch, "--out", tmp_path)
    victim = next((tmp_path / "QLBG23_3701_01").rglob("山东鲁泰精密机械股份有限公司.zip"))
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.unlink()  # it may be a hard link to the original: a disc would be a copy
    victim.write_bytes(content)
    code, out, _ = baopan("verify", tmp_path / "QLBG23_3701_01", "--json")
    told = json.loads(out)
    assert code == 1 and told["verdict"] == "must"
    assert [f["check"] for f in told["findings"] if f["state"] == "found"] == ["DISC-01"]
    assert "山东鲁泰精密机械股份有限公司.zip" in out


def test_staging_is_refused_with_the_list_while_a_look_is_open(batch: Path, tmp_path: Path) -> None:
    done("set", batch, "云图", "企业全称=济南云图软件股份有限公司")
    code, out, err = baopan("stage", batch, "--out", tmp_path)
    assert code == 1 and "E401" in err and "名单" in err + out
    assert not list(tmp_path.iterdir())
    assert "已撤销" in done("undo", batch)
    assert report(batch)["verdict"] == "ok"


def test_steps_are_taken_back_to_any_of_them_and_done_again(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    with BatchStore.open(folder) as store:
        for name in ("甲", "乙", "丙"):
            store.apply(f"改成{name}", lambda batch, name=name: replace(batch, created=name))
        first = next(entry.seq for entry in store.history if entry.what == "改成甲")
    assert "已撤销 2 步" in done("undo", folder, "--to", first)
    assert "已重做：改成乙" in done("redo", folder) and "已重做：改成丙" in done("redo", folder)
    assert "没有可以重做的" in done("redo", folder)
    assert baopan("undo", folder, "--to", 99)[0] == 2


def test_many_are_decided_at_once_and_taken_back_at_once(batch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    shutil.copytree(batch, folder)
    with BatchStore.open(folder) as store:
        keys = tuple(store.batch.enterprises)
        names = {key: one.name for key, one in store.batch.enterprises.items()}
        store.apply("都未核对", lambda b: reduce(
            lambda b, key: b.with_enterprise(replace(b.enterprises[key], is_confirmed=False)), keys, b))
    asked = {f["id"]: f for f in report(folder)["findings"] if f["state"] == "found" and f["grade"] == "look"}
    check = next(iter(asked.values()))["check"]
    assert len([f for f in asked.values() if f["check"] == check]) == len(names)
    first, second, *_ = asked
    done("decide", folder, f"{first}、{second}", "accept", "--reason", "已看")
    with BatchStore.open(folder) as store:
        assert set(store.batch.decisions) >= {first, second}
    done("decide", folder, check, "return", "--reason", "再核", "--every")
    with BatchStore.open(folder) as store:
        said = [store.batch.decisions[key] for key in asked]
        assert [one.reason for one in said].count("再核") == len(names) - 2 and len({one.verdict for one in said}) == 2
    done("undo", folder)
    with BatchStore.open(folder) as store:
        assert not any(one.reason == "再核" for one in store.batch.decisions.values())
    assert baopan("decide", folder, "没有的公司", "accept", "--reason", "x", "--every")[0] == 2


def test_what_was_moved_out_is_listed_and_put_back(batch: Path) -> None:
    with BatchStore.open(batch) as store:
        before = store.batch
    name = next(iter(before.enterprises.values())).name
    done("remove", batch, name)
    assert name in done("removed", batch)
    assert baopan("put-back", batch, "没有的公司")[0] == 2
    assert f"已放回：{name}" in done("put-back", batch, name)
    assert "没有移出的企业" in done("removed", batch)
    with BatchStore.open(batch) as store:
        assert store.batch == before
    names = [one.name for one in before.enterprises.values()][:3]
    assert "、".join(names) in done("remove", batch, *names)
    done("undo", batch)
    with BatchStore.open(batch) as store:
        assert store.batch == before, "one change"


def test_one_table_that_tells_the_tracks_fills_all_of_them(tmp_path: Path) -> None:
    folder, book = tmp_path / "批次", openpyxl.Workbook()
    done("new", folder, "--sender", "370100")
    book.active.append(["序号", "企业名称", "级别", "典型经验名称"])
    for track, name in (("全国", "济南甲机械有限公司"), ("全省", "济南乙机械有限公司")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "申报书.pdf").write_bytes(b"%PDF-1.4")
        done("collect", folder, "--track", track, tmp_path / name)
        book.active.append([1, name, track, f"{name}的经验"])
    book.save(tmp_path / "汇总.xlsx")
    said = done("fill", folder, tmp_path / "汇总.xlsx")
    assert "全国：表中 1 行 = 填入 1 行" in said and "全省：表中 1 行 = 填入 1 行" in said
    with BatchStore.open(folder) as store:
        assert all(one.fields["experience"] == f"{one.name}的经验" for one in store.batch.enterprises.values())
    done("undo", folder)
    with BatchStore.open(folder) as store:
        assert not any(one.fields for one in store.batch.enterprises.values()), "one act"
    book.active.delete_cols(3)
    book.save(tmp_path / "汇总.xlsx")
    code, _, err = baopan("fill", folder, tmp_path / "汇总.xlsx")
    assert code == 2 and "--track" in err
    assert "全省：表中 2 行 = 填入 1 行" in done("fill", folder, "--track", "全省", tmp_path / "汇总.xlsx")


def test_all_the_program_proposes_is_taken_by_one_command(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    for name in ("济南甲机械有限公司", "济南乙机械有限公司"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "申报书.pdf").write_bytes(b"%PDF-1.4")
        done("collect", folder, "--track", "全省", tmp_path / name)
        done("set", folder, name, f"企业全称={name.replace('机械', '机械/电子')}")
    told = done("adopt", folder)
    assert told.count("已采用：") == 2
    decided = [f for f in report(folder)["findings"] if f["check"] == "NAME-04" and "decision" in f]
    assert len(decided) == 2 and {f["decision"]["verdict"] for f in decided} == {"accept"}
    assert "没有可以采用的建议" in done("adopt", folder)


def test_the_list_of_all_that_was_found_is_had_as_a_workbook(batch: Path, tmp_path: Path) -> None:
    told = done("list", batch, "--out", tmp_path / "清单.xlsx")
    assert "家企业" in told and openpyxl.load_workbook(tmp_path / "清单.xlsx").sheetnames == ["企业", "问题", "统计"]


def test_a_decision_that_is_undone_is_open_again(batch: Path) -> None:
    finding = next(f["id"] for f in report(batch)["findings"] if f["grade"] == "look")
    done("decide", batch, finding, "return", "--reason", "章不清楚，退回")
    assert report(batch)["verdict"] == "must"
    done("undo", batch)
    assert report(batch)["verdict"] == "ok" and open_ids(batch) == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nonsense",), 2, "命令写法不对"),
        (("new", "{tmp}/x", "--sender", "999999"), 2, "报送单位"),
        (("new", "{tmp}/x", "--sender", "370100", "--notice", "1999"), 2, "1999"),
        (("check", "{tmp}"), 2, "这里没有批次"),
        (("collect", "{batch}", "--track", "全省", "{tmp}/没有.zip"), 2, "找不到"),
        (("set", "{batch}", "没有的公司", "联系人=张"), 2, "没有“没有的公司”"),
        (("set", "{batch}", "云图", "身高=张"), 2, "没有“身高”一列"),
        (("fill", "{batch}", "--track", "全省", "{file}"), 2, "表"),
        (("decide", "{batch}", "MAT-99", "accept", "--reason", "x"), 2, "MAT-99"),
        (("attach", "{batch}", "--track", "全省", "{file}"), 2, "PDF"),
        (("verify", "{tmp}/没有"), 2, "找不到"),
        (("demo", "{batch}"), 2, "不是本程序生成的"),
        (("demo", "{batch}", "--province"), 2, "不是本程序生成的"),
    ],
)
def test_wrong_use_is_one_chinese_line(
    batch: Path, tmp_path: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    file = tmp_path / "说明.txt"
    file.write_text("不是表格")
    filled = [w.format(tmp=tmp_path, batch=batch, file=file) for w in words]
    got, out, err = baopan(*filled)
    assert got == code and says in err and len(err.strip().splitlines()) == 1, (out, err)
    assert "Traceback" not in err and "Error" not in err


def test_an_archive_may_be_handed_in_twice_or_replaced_or_kept_beside(campaign: Campaign, tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    mended = next(m for ms in campaign.mended.values() for m in ms if m.path.suffix == ".zip")
    track = mended.path.parent.name
    bad = next(p for ps in campaign.received.values() for p in ps if p.name == mended.path.name)
    done("collect", folder, "--track", track, bad)
    assert "已替换" in done("collect", folder, "--track", track, "--replace", mended.path)
    assert "收下" in done("collect", folder, "--track", track, bad)
    assert any(f["check"] == "DUP-01" for f in report(folder)["findings"])
    done("undo", folder)
    assert not any(f["check"] == "DUP-01" for f in report(folder)["findings"])
    assert "已替换" in done("collect", folder, "--track", track, "--into", bad.stem, "--replace", bad)
    with BatchStore.open(folder) as store:
        assert [len(one.sources) for one in store.batch.enterprises.values()] == [1]


def test_the_rules_are_printed_from_the_checks_themselves(tmp_path: Path) -> None:
    table = done("rules")
    for check in ("PACK-01", "MAT-03", "NAME-02", "SEAL-01", "LETTER-02", "DUP-03", "DISC-01", "DISC-06", "TABLE-02"):
        assert f"| {check} " in table
    own = RESOURCES / "notices" / "2023.toml"
    stick = tmp_path / "2024.toml"
    stick.write_bytes(own.read_bytes().replace(b"[severities]\n", b'[severities]\nSIZE-01 = "should"\n').replace(
        b"[reasons]\n", '[reasons]\nSIZE-01 = "改用蓝光"\n'.encode()))
    assert "| 这份通知把这一项定为“建议修改”：改用蓝光 |" in done("rules", "--notice", stick)


def test_stopping_leaves_code_130_and_nothing_half_done(campaign: Campaign, tmp_path: Path) -> None:
    import signal

    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    big = tmp_path / "济南大件有限公司"
    big.mkdir()
    with (big / "证明.pdf").open("wb") as file:
        file.truncate(3_000_000_000)
    work = subprocess.Popen(
        [sys.executable, "-m", "app", "collect", str(folder), "--track", "全省", str(big)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background shell ignores it
    )
    part = folder / "materials"
    while not list(part.glob("*.part")):
        assert work.poll() is None
    work.send_signal(signal.SIGINT)
    _, err = work.communicate(timeout=30)
    assert work.returncode == 130 and "已停止" in err.decode()
    assert report(folder)["subjects"] == []


def test_a_batch_whose_history_was_cut_is_told_and_can_be_recovered(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    for number in (1, 2):
        (tmp_path / f"济南第{number}公司").mkdir()
        (tmp_path / f"济南第{number}公司" / "申报书.pdf").write_bytes(b"%PDF-1.4")
        done("collect", folder, "--track", "全省", tmp_path / f"济南第{number}公司")
    history = folder / "history.jsonl"
    history.write_bytes(b"".join(history.read_bytes().splitlines(keepends=True)[:2]))
    code, _, err = baopan("check", folder)
    assert code == 2 and "少了最后 1 步" in err and "（第 3 步）" in err and "recover" in err
    told = done("recover", folder)
    assert "2 家企业" in told and "可恢复到" in told and "没有删除" in told
    assert "恢复损坏的批次" in done("history", folder)


def test_a_folder_that_is_divided_by_tracks_needs_no_track(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    done("new", folder, "--sender", "370100")
    for track, name in (("全国", "济南甲机械有限公司"), ("全省", "济南乙机械有限公司")):
        (tmp_path / "材料" / track).mkdir(parents=True)
        a_zip(tmp_path / "材料" / track / f"{name}.zip", {"申报书.pdf": b"%PDF-1.4"})
    told = done("collect", folder, tmp_path / "材料")
    assert told.count("收下：") == 2
    code, _, err = baopan("collect", folder, tmp_path / "材料" / "全国" / "济南甲机械有限公司.zip")
    assert code == 2 and "--track" in err and "全国、全省" in err
    code, _, err = baopan("collect", folder, "--resume")
    assert code == 2 and "没有还没收完的" in err
    (track, path) = ("provincial", tmp_path / "材料" / "全国" / "济南甲机械有限公司.zip")
    Rest(folder, [(track, path)], replaces=False).note()
    assert "收下：济南甲机械有限公司" in done("collect", folder, "--resume")
