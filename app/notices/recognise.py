"""Names → roles: which material of the notice a file is, by the notice's own patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.model.batch import LEAVE_OUT, Batch, Enterprise
from app.model.source import Member
from app.notices.notice import Notice

ARCHIVES = frozenset({"zip", "7z", "rar", "tar", "gz"})


def recognise(path: str, kind: str, notice: Notice) -> str:
    """The material id that `path` tells, "" if none: the file's name first, then its nearest folder."""
    for part in reversed(path.split("/")):
        for material in notice.by_specialty:
            if (not material.kinds or kind in material.kinds) and material.says(part):
                return material.id
    return ""


def roles_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> dict[str, str]:
    """Member key → material id, LEAVE_OUT, or "" for one that waits to be assigned.

    A person's assignment wins. A file inside a member archive that no pattern knows takes the archive's
    role; an archive that no pattern knows takes the role of what it holds.
    """
    members = batch.members_of(enterprise)
    roles = {key: role_of(key, member, enterprise, notice) for key, member in members}
    _share_with_archives(members, roles)
    return roles


def role_of(key: str, member: Member, enterprise: Enterprise, notice: Notice) -> str:
    """As `roles_of`, for one file seen alone."""
    return enterprise.roles.get(key) or recognise(member.path, member.kind, notice)


def having(roles: Mapping[str, str], material: str, notice: Notice) -> tuple[str, ...]:
    """The member keys that serve as `material` or as a kind of it."""
    wanted = {material} | {m.id for m in notice.materials if m.part_of == material}
    return tuple(key for key, role in roles.items() if role in wanted)


def waiting(roles: Mapping[str, str]) -> tuple[str, ...]:
    """The member keys that no rule recognises and nobody assigned."""
    return tuple(key for key, role in roles.items() if not role)


def left_out(roles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for key, role in roles.items() if role == LEAVE_OUT)


def _share_with_archives(members: Iterable[tuple[str, Member]], roles: dict[str, str]) -> None:
    inside: dict[str, list[str]] = {}
    for key, member in members:
        if member.within:
            inside.setdefault(key[: -len(f"!/{member.path}")], []).append(key)
    for archive in sorted(inside, reverse=True):  # inner archives before those that hold them
        known = [roles[key] for key in inside[archive] if roles[key] not in ("", LEAVE_OUT)]
        if archive in roles and not roles[archive] and known:
            roles[archive] = known[0]
    for archive in sorted(inside):
        for key in inside[archive]:
            roles[key] = roles[key] or roles.get(archive, "")

