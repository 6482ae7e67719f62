"""What must hold of notices, as queries that find whatever breaks it."""

INVARIANTS = {
    "notices.due_over_15_minutes": (
        "SELECT id FROM notice WHERE sent_at IS NULL AND dead = 0 AND due_at < :now_minus_15min"
    ),
    "notices.key_twice": "SELECT key FROM notice GROUP BY key HAVING count(*) > 1",
    "notices.key_of_another": (
        "SELECT id FROM notice WHERE key <> event || ':' || about || ':' || person_id"
    ),
    "notices.out_without_address": (
        "SELECT id FROM notice WHERE address IS NULL"
        " AND (due_at IS NOT NULL OR sent_at IS NOT NULL OR dead = 1)"
    ),
    "notices.sent_and_dead": "SELECT id FROM notice WHERE sent_at IS NOT NULL AND dead = 1",
    "notices.tried_too_often": "SELECT id FROM notice WHERE tries > 8 OR tries < 0",
}
