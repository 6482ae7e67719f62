"""Founding, editing, moving and closing branches."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select, text, update

from core.access import Actor
from core.branches import queries, rules
from core.branches.findable import words_changed
from core.branches.models import (
    Branch,
    BranchKind,
    MembershipStatus,
    OfficeTerm,
)
from core.branches.operations.offices import end_all
from core.cache.operations import bump
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _

TREE_LOCK = 0x78696E67  # one number for everybody who changes the shape of the tree
# What an administrator edits of a branch, by its name on the form.
EDITED: Mapping[str, str] = {
    "name": "名称",
    "phone": "电话",
    "address": "地址",
    "hours": "值班时间",
    "district": "区划代码",
}


def lock_tree() -> None:
    """Let one transaction at a time change the shape of the tree; held until it ends.

    SQLite has one writer at a time anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": TREE_LOCK})


def found_branch(
    *,
    name: str,
    kind: BranchKind,
    parent: Branch | None,
    by: Actor,
    at: datetime,
    **facts: str,
) -> Branch:
    """Found a branch below another one, or at the root; refused when the name is taken.

    `facts` may be phone, address, hours and district; TypeError for others.
    """
    lock_tree()
    if parent is not None:
        db.session.refresh(parent)
        if parent.closed_at:
            raise Refused(_("上级支部已经撤销"), field="parent")
        if len(parent.path) > rules.DEEPEST_PATH:
            raise Refused(_("层级太深了"), field="parent")
    refuse_if(rules.why_not_stand_under(kind, parent.kind if parent else None), field="parent")
    _refuse_taken(name.strip())
    branch = Branch(
        name=name.strip(),
        kind=kind,
        parent_id=parent.id if parent else None,
        path="",
        **{field: value.strip() for field, value in facts.items()},
    )
    db.session.add(branch)
    db.session.flush()
    branch.path = f"{parent.path if parent else '/'}{branch.id}/"
    db.session.flush()
    record("found_branch", "branch", branch.id, by=by, at=at, became=branch.name)
    words_changed(branch.id, at=at)
    bump()
    return branch


def edit_branch(
    branch: Branch, *, version: int, changes: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Change name, phone, address, hours or district.

    `version` is the one that the form was filled in upon; raise `Overtaken` when somebody else
    saved meanwhile, so that nothing is lost.
    """
    new = {field: changes.get(field, getattr(branch, field)).strip() for field in EDITED}
    old = {field: getattr(branch, field) for field in EDITED}
    if new["name"] != old["name"]:
        _refuse_taken(new["name"])
    saved = db.session.execute(
        update(Branch)
        .where(Branch.id == branch.id, Branch.version == version)
        .values(**new, version=version + 1)
    )
    if saved.rowcount != 1:  # type: ignore[attr-defined]
        db.session.refresh(branch)
        now_there = {field: getattr(branch, field) for field in EDITED}
        raise Overtaken(
            _("您填表的时候，别人改过这个支部。请对照两份内容再改一次。"),
            theirs=_as_text(now_there),
            mine=_as_text(new),
        )
    changed = [field for field in EDITED if new[field] != old[field]]
    record(
        "edit_branch",
        "branch",
        branch.id,
        by=by,
        at=at,
        was=_short(old[field] for field in changed),
        became=_short(new[field] for field in changed),
    )
    words_changed(branch.id, at=at)
    bump()


def move_branch(branch: Branch, *, parent: Branch | None, by: Actor, at: datetime) -> None:
    """Hang the branch with all below it under another parent, or at the root."""
    lock_tree()
    for each in (branch, parent):
        if each is not None:
            db.session.refresh(each)
    refuse_if(rules.why_not_move(branch.path, to=parent.path if parent else None), field="parent")
    refuse_if(
        rules.why_not_stand_under(branch.kind, parent.kind if parent else None), field="parent"
    )
    if parent is not None and parent.closed_at:
        raise Refused(_("上级支部已经撤销"), field="parent")
    old = branch.path
    new = f"{parent.path if parent else '/'}{branch.id}/"
    if new == old:
        return
    if _deepest(old) - len(old) + len(new) > rules.DEEPEST_PATH:
        raise Refused(_("层级太深了"), field="parent")
    branch.parent_id = parent.id if parent else None
    db.session.flush()
    db.session.execute(
        update(Branch)
        .where(Branch.path.startswith(old))
        .values(path=new + func.substr(Branch.path, len(old) + 1))
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    record("move_branch", "branch", branch.id, by=by, at=at, was=old, became=new)
    bump()


def close_branch(branch: Branch, *, by: Actor, at: datetime) -> None:
    """Close a branch that has nobody and nothing below it any more; its offices end."""
    lock_tree()
    db.session.refresh(branch)
    if branch.closed_at:
        raise Refused(_("这个支部已经撤销"))
    if queries.list_branches(below=branch):
        raise Refused(_("下面还有支部，请先移走或撤销它们"))
    counts = queries.counts_of(branch.id)
    if counts.residents:
        raise Refused(_("管辖的村里还有村民，不能撤销"))
    if counts.members:
        raise Refused(_("还有党员，请先转出"))
    for membership in queries.list_members(branch.id, MembershipStatus.ASKED):
        move(membership, rules.MEMBERSHIP, "refuse_member", by=by, at=at)
        membership.answered_at = at
    end_all(_live(branch.id), by=by, at=at)
    branch.closed_at = at
    record("close_branch", "branch", branch.id, by=by, at=at, was=branch.name)
    words_changed(branch.id, at=at)
    bump()


def _live(branch_id: int) -> Iterable[OfficeTerm]:
    return db.session.scalars(
        select(OfficeTerm).where(OfficeTerm.branch_id == branch_id, OfficeTerm.ended_at.is_(None))
    ).all()


def _deepest(path: str) -> int:
    return db.session.scalar(
        select(func.max(func.length(Branch.path))).where(Branch.path.startswith(path))
    ) or len(path)


def _refuse_taken(name: str) -> None:
    if db.session.scalar(select(Branch.id).where(Branch.name == name)) is not None:
        raise Refused(_("已经有叫这个名字的支部"), field="name")


def _as_text(values: Mapping[str, str]) -> str:
    return "\n".join(f"{EDITED[field]}：{value}" for field, value in values.items())


def _short(words: Iterable[str]) -> str:
    return " · ".join(words)[:200]
