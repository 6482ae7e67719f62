"""What an administrator changes about the site: facts, rules, the privacy notice."""

from collections.abc import Mapping
from datetime import datetime

from core.access import Actor
from core.cache.operations import bump
from core.db import db, insert_or
from core.errors import Overtaken, refuse_if
from core.history.operations import record
from core.site import queries, rules
from core.site.models import Fact, Sheet, SheetKind
from core.words import _

SHOWN = 200  # letters that a line of history holds


def set_facts(
    given: Mapping[str, str], *, seen: Mapping[str, str] | None = None, by: Actor, at: datetime
) -> list[str]:
    """Change what the operator says about itself; return the names that really changed.

    `seen` is what the facts were when they were shown; raise `Overtaken` when another has changed
    them meanwhile, `Refused` on the field whose value cannot be right, KeyError for unknown names.
    """
    stored = queries.stored_facts()
    before = {name: stored[name] for name in given}
    if seen is not None and any(before[name] != seen[name] for name in given):
        raise Overtaken(
            _("别人刚改过这些资料，下面是两边的不同"),
            theirs="\n".join(before.values()),
            mine="\n".join(given.values()),
        )
    changed = [name for name, value in given.items() if before[name] != value]
    for name in changed:
        refuse_if(rules.why_not_fact(name, given[name]), field=name)
        new = insert_or(Fact).values(name=name, value=given[name])
        db.session.execute(
            new.on_conflict_do_update(index_elements=[Fact.name], set_={"value": given[name]})
        )
        record(
            "set",
            f"site_fact.{name}",
            by=by,
            at=at,
            was=before[name][:SHOWN],
            became=given[name][:SHOWN],
        )
    if changed:
        bump()
    return changed


def publish(
    kind: SheetKind,
    *,
    text: str,
    summary: str,
    effective: datetime,
    based_on: int,
    by: Actor,
    at: datetime,
) -> Sheet:
    """Publish the next version of the rules or the privacy notice.

    `based_on` is the number of the newest version when writing began (0: there was none); raise
    `Overtaken` when there is a newer one now, `Refused` where the law gives people more time.
    """
    newest = queries.newest_sheet(kind)
    number = newest.number if newest else 0
    if newest and number != based_on:
        raise Overtaken(
            _("别人刚发布了第 %(number)s 版，下面是两边的不同", number=number),
            theirs=newest.text,
            mine=text,
        )
    refuse_if(
        rules.why_not_publish(
            published=at,
            effective=effective,
            newest_effective=newest.effective_at if newest else None,
        ),
        field="effective_on",
    )
    sheet = Sheet(
        kind=kind,
        number=number + 1,
        text=text,
        summary=summary,
        published_at=at,
        effective_at=effective,
        published_by=by.id or None,
    )
    db.session.add(sheet)
    db.session.flush()
    record("publish", "site_sheet", sheet.id, by=by, at=at, became=f"{kind} {sheet.number}")
    bump()
    return sheet
