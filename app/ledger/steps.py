"""The steps a ledger's tables have taken, one after the other; a file counts those it has taken.

A word that a column may hold (how a submission stands, what an event is) and that a program of before does
not know would be damage to it: a new one is a step too, be it an empty one, and older programs refuse the
ledger as one of a newer version. `tests/ledger/test_newer.py` holds the words to the count.
"""

from __future__ import annotations

from app.ledger import seals

_FIRST = """
CREATE TABLE submissions (
  id TEXT PRIMARY KEY, notice TEXT NOT NULL,
  sender TEXT NOT NULL, sender_code TEXT NOT NULL, city TEXT NOT NULL,
  contact TEXT NOT NULL, phone TEXT NOT NULL,
  made_by TEXT NOT NULL, digest TEXT NOT NULL, check_codes TEXT NOT NULL,
  clerk TEXT NOT NULL, at TEXT NOT NULL, attempt INTEGER NOT NULL,
  standing TEXT NOT NULL, reason TEXT NOT NULL, is_late INTEGER NOT NULL, supersedes TEXT NOT NULL,
  files INTEGER NOT NULL, bytes INTEGER NOT NULL,
  batch BLOB NOT NULL, report BLOB NOT NULL
) STRICT;
CREATE TABLE discs (
  submission TEXT NOT NULL REFERENCES submissions(id), digest TEXT PRIMARY KEY, disc_id TEXT NOT NULL,
  check_code TEXT NOT NULL, number INTEGER NOT NULL, of_discs INTEGER NOT NULL,
  edition TEXT NOT NULL, folder TEXT NOT NULL, holes TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE entries (
  submission TEXT NOT NULL REFERENCES submissions(id), id TEXT NOT NULL, track TEXT NOT NULL,
  place INTEGER NOT NULL, name TEXT NOT NULL, plain_name TEXT NOT NULL, code TEXT NOT NULL,
  fields TEXT NOT NULL, stored TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  must INTEGER NOT NULL, look INTEGER NOT NULL,
  PRIMARY KEY (submission, id)
) STRICT;
CREATE INDEX entries_by_code ON entries(code);
CREATE INDEX entries_by_name ON entries(plain_name);
CREATE TABLE decisions (
  submission TEXT NOT NULL REFERENCES submissions(id), finding TEXT NOT NULL, verdict TEXT NOT NULL,
  reason TEXT NOT NULL, who TEXT NOT NULL, day TEXT NOT NULL,
  PRIMARY KEY (submission, finding)
) STRICT;
CREATE TABLE events (
  number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL,
  submission TEXT NOT NULL, what TEXT NOT NULL
) STRICT;
"""
_REVIEW = """
CREATE TABLE review (only INTEGER PRIMARY KEY CHECK (only = 1), content BLOB NOT NULL) STRICT;
"""
_HANDED_IN = """
ALTER TABLE submissions ADD COLUMN handed_in TEXT NOT NULL DEFAULT '';
"""
# Events were sentences, and what was yet to be looked at stood at the end of one. They are read here, once:
# the sentence stays as the line of the history, its kind and the pending work become columns.
_EVENTS = """
ALTER TABLE events ADD COLUMN kind TEXT NOT NULL DEFAULT 'noted';
ALTER TABLE events ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
UPDATE events SET kind = CASE
  WHEN what LIKE '登记%' THEN 'registered'
  WHEN what LIKE '补登%' THEN 'extended'
  WHEN what = '看过印章、扫描页和申报书' THEN 'examined'
  WHEN what = '看过一部分印章、扫描页和申报书' THEN 'partly-examined'
  WHEN what LIKE '核对“%' THEN 'judged'
  WHEN what LIKE '撤回对“%' THEN 'judgement-withdrawn'
  WHEN what = '已受理' OR what LIKE '已受理：%' THEN 'accepted'
  WHEN what = '退回补正' OR what LIKE '退回补正：%' THEN 'returned'
  WHEN what LIKE '“%”又由%请核对由谁推荐' THEN 'duplicate-found'
  WHEN what LIKE '“%”不再与%重复' THEN 'duplicate-gone'
  WHEN what LIKE '出具接收回执 %' THEN 'receipt-written'
  WHEN what LIKE '出具补正通知 %' THEN 'return-written'
  WHEN what LIKE '逾期说明：%' THEN 'lateness-explained'
  WHEN what LIKE '备份台账到 %' THEN 'backed-up'
  WHEN submission = '' THEN 'reviewed'
  ELSE 'noted' END;
ALTER TABLE submissions ADD COLUMN to_examine INTEGER NOT NULL DEFAULT 0;
UPDATE submissions SET to_examine = EXISTS (
  SELECT 1 FROM events e WHERE e.submission = submissions.id AND e.what LIKE '%；印章、扫描页和申报书待看'
  AND NOT EXISTS (
    SELECT 1 FROM events l WHERE l.submission = e.submission AND l.kind = 'examined' AND l.number > e.number
  )
);
"""
_SEALS = f"""
ALTER TABLE discs ADD COLUMN record TEXT NOT NULL DEFAULT '';
CREATE TABLE notice (only INTEGER PRIMARY KEY CHECK (only = 1), content BLOB NOT NULL) STRICT;
{seals.STEP}
"""
_PAPERS = """
ALTER TABLE discs ADD COLUMN typed TEXT NOT NULL DEFAULT '';
ALTER TABLE discs ADD COLUMN unlike TEXT NOT NULL DEFAULT '';
"""
_AWARDED = f"""
CREATE TABLE awarded (
  only INTEGER PRIMARY KEY CHECK (only = 1), content BLOB NOT NULL, {seals.COLUMN}
) STRICT;
"""
# What was looked at and not answered yet by programs that recognised nothing is looked at once more.
_RECOGNISED = """
ALTER TABLE submissions ADD COLUMN to_recognise INTEGER NOT NULL DEFAULT 0;
UPDATE submissions SET to_recognise = 1
  WHERE to_examine = 0 AND standing IN ('received', 'passed', 'faulty', 'waiting');
"""
# Also the first to count with submissions that are void, and the events of amending.
_EXCHANGE = f"""
CREATE TABLE activities (
  number INTEGER NOT NULL, version INTEGER NOT NULL, base INTEGER NOT NULL,
  at TEXT NOT NULL, who TEXT NOT NULL, content TEXT NOT NULL, {seals.COLUMN},
  PRIMARY KEY (number, version)
) STRICT;
CREATE TABLE attachments (
  owner TEXT NOT NULL, stored TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  at TEXT NOT NULL, who TEXT NOT NULL, withdrawn TEXT NOT NULL, {seals.COLUMN},
  PRIMARY KEY (owner, stored)
) STRICT;
"""
# Of direct senders, as their quota may depend on it.
_KINDS = """
ALTER TABLE submissions ADD COLUMN sender_kind TEXT NOT NULL DEFAULT '';
"""
MIGRATIONS = (
    _FIRST, _REVIEW, _HANDED_IN, _EVENTS, _SEALS, _PAPERS, _AWARDED, _RECOGNISED, _EXCHANGE, _KINDS,
)  # fmt: skip
