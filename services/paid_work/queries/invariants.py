"""What must hold of paid work, as queries that find whatever breaks it."""

INVARIANTS = {
    "paid_work.agreed_is_its_deals": (
        "SELECT w.id FROM paid_work w WHERE w.agreed <>"
        " (SELECT count(*) FROM paid_work_deal d WHERE d.work_id = w.id AND d.status = 'agreed')"
    ),
    "paid_work.with_oneself": (
        "SELECT d.id FROM paid_work_deal d JOIN paid_work w ON w.id = d.work_id"
        " WHERE d.person_id = w.owner_id AND d.status IN ('asked', 'agreed')"
    ),
    "paid_work.ended_without_moment": (
        "SELECT id FROM paid_work_deal"
        " WHERE (status IN ('refused', 'withdrawn')) <> (ended_at IS NOT NULL)"
    ),
}
