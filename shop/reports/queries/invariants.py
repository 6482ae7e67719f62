"""What must hold of reports, as queries that find whatever breaks it."""

INVARIANTS = {
    "reports.decided_untold": (
        "SELECT r.id FROM shop_report r WHERE r.status <> 'open' AND NOT EXISTS"
        " (SELECT 1 FROM notice n WHERE n.about = 'shop_report:' || r.id"
        " AND n.event IN ('reports.upheld', 'reports.dismissed'))"
        " AND EXISTS (SELECT 1 FROM person p WHERE p.id = r.person_id AND p.closed_at IS NULL)"
    ),
    "reports.decided_by_nobody": (
        "SELECT id FROM shop_report WHERE status <> 'open' AND decided_by IS NULL"
    ),
}
