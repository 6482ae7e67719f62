"""What must hold of complaints, as queries that find whatever breaks it."""

INVARIANTS = {
    "complaints.closed_without_moment": (
        "SELECT id FROM complaint WHERE (status = 'closed') <> (closed_at IS NOT NULL)"
    ),
    "complaints.level_wrong": (
        "SELECT id FROM complaint WHERE status IN ('with_steward', 'with_upper', 'with_operator')"
        " AND level <> status"
    ),
    "complaints.with_nobody": (
        "SELECT id FROM complaint WHERE (level = 'with_operator') <> (branch_id IS NULL)"
    ),
    "complaints.not_begun": (
        "SELECT c.id FROM complaint c WHERE NOT EXISTS (SELECT 1 FROM complaint_step s"
        " WHERE s.complaint_id = c.id AND s.what = 'made')"
    ),
    "complaints.owner_spoke_twice": (
        "SELECT complaint_id FROM complaint_step WHERE voice = 'owner'"
        " GROUP BY complaint_id HAVING count(*) > 1"
    ),
    # nothing lies about once it was due to climb or to close
    "complaints.stuck": (
        "SELECT id FROM complaint WHERE status IN ('with_steward', 'with_upper', 'answered')"
        " AND due_at < :now_minus_15min"
    ),
}
