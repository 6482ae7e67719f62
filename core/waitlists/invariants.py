"""What must hold of waiting lists, as queries that find what breaks it."""

INVARIANTS = {
    "waitlists.passed_by": (
        "SELECT w.id FROM waitlist_wait w WHERE w.status = 'waiting' AND EXISTS (SELECT 1"
        " FROM waitlist_wait o WHERE o.kind = w.kind AND o.ref = w.ref AND o.id > w.id"
        " AND o.offered_at IS NOT NULL)"
    ),
    "waitlists.kept_too_long": (
        "SELECT id FROM waitlist_wait WHERE status = 'offered' AND offered_until < :now_minus_15min"
    ),
}
