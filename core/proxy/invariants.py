"""What must hold of proxies and acts, as queries that find whatever breaks it."""

from core.proxy.rules import MOST_DAYS


def day_of(column: str) -> str:
    """Return SQL for the number of a day, which both databases count alike (1901 to 2099)."""
    shown = f"CAST({column} AS TEXT)"
    y, m, d = (
        f"CAST(substr({shown}, {start}, {length}) AS INTEGER)"
        for start, length in ((1, 4), (6, 2), (9, 2))
    )
    return f"(367 * {y} - 7 * ({y} + ({m} + 9) / 12) / 4 + 275 * {m} / 9 + {d})"


# The village's day begins at 16 o'clock of the day before, as moments are kept.
ASKED_ON = (
    f"({day_of('asked_at')} + (CAST(substr(CAST(asked_at AS TEXT), 12, 2) AS INTEGER) + 8) / 24)"
)

INVARIANTS = {
    "proxies.act_without_consent": (
        "SELECT proxy_act.id FROM proxy_act JOIN proxy ON proxy.id = proxy_act.proxy_id"
        " WHERE proxy.consented_at IS NULL OR proxy_act.at < proxy.consented_at"
    ),
    "proxies.act_after_stop": (
        "SELECT proxy_act.id FROM proxy_act JOIN proxy ON proxy.id = proxy_act.proxy_id"
        " WHERE proxy_act.at > proxy.stopped_at"
    ),
    "proxies.unknown_scope": (
        "SELECT id FROM proxy WHERE replace(replace(replace(replace(replace(replace("
        "scopes, 'order', ''), 'list', ''), 'enrol', ''), 'book', ''), 'ask', ''), ',', '') <> ''"
    ),
    "proxies.unknown_stop": (
        "SELECT id FROM proxy WHERE stopped_at IS NOT NULL"
        " AND stop_why NOT IN ('self', 'proxy', 'desk', 'renewed', 'closed')"
    ),
    "proxies.told_by_helper": (
        "SELECT proxy_act.id FROM proxy_act JOIN proxy ON proxy.id = proxy_act.proxy_id"
        " WHERE proxy_act.told_by = proxy.proxy_id OR proxy_act.answered_by = proxy.proxy_id"
    ),
    "proxies.answered_by_recorder": (
        "SELECT proxy_act.id FROM proxy_act JOIN proxy ON proxy.id = proxy_act.proxy_id"
        " WHERE proxy_act.answered_by = proxy.recorded_by"
    ),
    "proxies.longer_than_allowed": (
        f"SELECT id FROM proxy WHERE {day_of('until')} - {ASKED_ON} > {MOST_DAYS}"  # noqa: S608
    ),
    "proxies.stands_for_closed": (
        "SELECT proxy.id FROM proxy JOIN person"
        " ON person.id IN (proxy.person_id, proxy.proxy_id)"
        " WHERE proxy.stopped_at IS NULL AND person.closed_at IS NOT NULL"
    ),
}
