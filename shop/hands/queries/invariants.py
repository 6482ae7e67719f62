"""What must hold of hands and hardship, as queries that find whatever breaks it."""

INVARIANTS = {
    "hands.own_hardship": (
        "SELECT h.id FROM shop_hardship h JOIN shop_producer p ON p.id = h.producer_id"
        " WHERE p.responsible_id IN (h.recorded_by, h.ended_by)"
    ),
    "hands.hardship_untold": (
        "SELECT h.id FROM shop_hardship h JOIN shop_producer p ON p.id = h.producer_id"
        " JOIN person o ON o.id = p.responsible_id WHERE o.closed_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM notice n WHERE n.person_id = o.id AND n.event = 'hands.recorded'"
        " AND n.about = 'shop_hardship:' || h.id)"
    ),
    # nobody comes for nothing
    "hands.closed_while_somebody_comes": (
        "SELECT w.id FROM shop_hands_wanted w JOIN shop_producer p ON p.id = w.producer_id"
        " WHERE w.closed_at < w.starts_at AND w.filled > 0 AND p.closed_at IS NULL"
    ),
}
