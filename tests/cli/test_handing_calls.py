"""The command line hands a batch over, opens what was handed over and takes it back, as the window does."""

from __future__ import annotations

from pathlib import Path

from app.store.store import BatchStore
from tests.road import baopan, done


def test_there_and_back_by_the_command_line(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "甲处" / "济南", tmp_path / "乙处"
    done("new", ours, "--sender", "370100")
    out = tmp_path / "济南.批次包"
    assert "已交给王芳" in done("hand", ours, "--to", "王芳", "--out", out, "--clerk", "李明")

    code, _, err = baopan("confirm", ours)
    assert code == 2 and "王芳" in err and "收回" in err
    assert "交给王芳" in done("history", ours)  # it can be looked at

    code, _, err = baopan("erase", ours, "--name", ours.name)
    assert code == 2 and "王芳" in err and ours.is_dir()

    told = done("hand-open", out, "--into", theirs, "--clerk", "王芳")
    assert f"已打开李明交来的批次：{theirs / '济南'}" in told
    done("hand", theirs / "济南", "--to", "李明", "--out", tmp_path / "交回.批次包", "--clerk", "王芳")
    assert str(ours) in done("hand-open", tmp_path / "交回.批次包", "--into", ours.parent, "--clerk", "李明")
    assert "王芳交来，李明接着做" in done("history", ours)
    assert "没有新的改动" in done("hand-open", tmp_path / "交回.批次包", "--into", ours)


def test_taken_back_and_then_returned_after_all_a_person_chooses(tmp_path: Path) -> None:
    ours, theirs, out = tmp_path / "甲处" / "济南", tmp_path / "乙处", tmp_path / "a.批次包"
    done("new", ours, "--sender", "370100")
    done("hand", ours, "--to", "王芳", "--out", out)
    assert "已从王芳收回" in done("hand", ours, "--take-back")
    code, _, err = baopan("hand", ours, "--take-back")
    assert code == 2 and "没有交给别人" in err
    done("hand-open", out, "--into", theirs)
    back = tmp_path / "b.批次包"
    done("hand", theirs / "a", "--to", "李明", "--out", back)
    code, told, _ = baopan("hand-open", back, "--into", ours)
    assert code == 1 and "没有改动任何内容" in told and "企业 0 家" in told
    done("hand-open", back, "--into", ours, "--both")
    assert (ours.parent / "b").is_dir()
    assert "这里原来的放在" in done("hand-open", back, "--into", ours, "--theirs")
    with BatchStore.open(ours) as store:
        assert store.batch.handed is None
    done("hand", ours, "--to", "王芳", "--out", tmp_path / "c.批次包")
    done("erase", ours, "--name", ours.name, "--even-away")
    assert not ours.exists()


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    ours = tmp_path / "济南"
    done("new", ours, "--sender", "370100")
    for words in (("hand", ours), ("hand", ours, "--to", "王芳"), ("hand", ours, "--out", tmp_path / "a")):
        code, _, err = baopan(*words)
        assert code == 2 and "--to" in err
    code, _, err = baopan("hand-open", tmp_path / "没有.批次包", "--into", tmp_path)
    assert code == 2 and "找不到" in err
