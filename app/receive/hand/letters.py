"""Which files of a hand-made disc are the sealed letters, and which are but their drafts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from app.notices.notice import Notice
from app.receive.hand.clues import Clues
from app.receive.hand.units import DRAFT_ENDINGS, LETTER_ENDINGS, is_letter, speaks_of_letter

_NUMBER = re.compile(r"[〔\[【（(]\s*20\d\d\s*[〕\]】）)]\s*第?\s*\d{1,4}\s*号")
_CLOSING = re.compile(r"特此(函|报|报告|推荐|申报|请示)|妥否|请予?审[核阅]|附件\s*[:：1]|名单附后")
_TITLE = re.compile(r"关于.{0,30}(推荐|报送|申报|上报).{0,40}(函|请示|报告|通知|意见|文件)")
_COPY = re.compile(
    r"[（(【\[][^）)】\]]*[）)】\]]|盖章版?|扫描件?|签章|正式|最终版?|定稿|终稿|可编辑|电子版|word版?|pdf版?|\s",
    re.IGNORECASE,
)


def letters_by_track(
    paths: Iterable[str], tracks: Collection[str], clues: Clues, notice: Notice
) -> dict[str, str]:
    """By track words; one letter that names several, or none, stands for every track that has none."""
    found: dict[str, str] = {}
    open_ones: dict[str, tuple[str, ...]] = {}
    for path in sorted((p for p in paths if _is_one(p, clues)), key=lambda p: _rank(p, clues)):
        told = _tracks_of(path, clues, notice)
        if len(told) == 1:
            found.setdefault(told[0], path)
        else:
            open_ones[path] = told
    for path, told in open_ones.items():
        if told or len(open_ones) == 1:
            found |= {track: path for track in told or sorted(tracks) if track not in found}
    return found


def drafts_beside(paths: Iterable[str], taken: Collection[str]) -> tuple[str, ...]:
    """Of files that are nothing else: the same paper as one in `taken` beside it, to be edited or seen."""
    stems = {(path.rpartition("/")[0], _stem(path)) for path in taken if _stem(path)}
    folders = {path.rpartition("/")[0] for path in taken if path.lower().endswith(LETTER_ENDINGS)}
    found = []
    for path in paths:
        above, _, name = path.rpartition("/")
        is_draft = name.lower().endswith(DRAFT_ENDINGS)
        is_same = (is_draft or name.lower().endswith(LETTER_ENDINGS)) and (above, _stem(path)) in stems
        if is_same or (is_draft and above in folders and speaks_of_letter(name)):
            found.append(path)
    return tuple(sorted(found))


def is_letter_by_words(text: str, notice: Notice) -> bool:
    """Whether a paper that begins with this text recommends enterprises to who issued the notice."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if "推荐" not in plain:
        return False
    signs = (
        _TITLE.search(plain) is not None,
        any(name and name in plain for name in (notice.recipient, notice.issuer)),
        _NUMBER.search(plain) is not None,
        _CLOSING.search(plain) is not None,
    )
    return sum(signs) >= 2


def _is_one(path: str, clues: Clues) -> bool:
    return path in clues.letters or is_letter(path)


def _tracks_of(path: str, clues: Clues, notice: Notice) -> tuple[str, ...]:
    """By its own name, its words, the nearest folder that tells."""
    own, *above = reversed(path.split("/"))
    for told in (notice.tracks_told(own), clues.letters.get(path, ())):
        if told:
            return told
    return next((told for part in above if len(told := notice.tracks_told(part)) == 1), ())


def _rank(path: str, clues: Clues) -> tuple[int, str]:
    """推荐 in the file's own name, or words that were read, are surer than 报告."""
    is_sure = path in clues.letters or "推荐" in path.rsplit("/", 1)[-1]
    return (0 if is_sure else 1), path


def _stem(path: str) -> str:
    name = unicodedata.normalize("NFKC", path.rsplit("/", 1)[-1].rpartition(".")[0])
    return _COPY.sub("", name)


def may_be_letters(paths: Sequence[str]) -> list[str]:
    """Files whose words are worth reading for it: what may be a scan, the nearest to the top first."""
    scans = (path for path in paths if path.lower().endswith(LETTER_ENDINGS))
    return sorted(scans, key=lambda path: (path.count("/"), not path.lower().endswith(".pdf"), path))
