"""What must hold of purchases, orders and what they took, as queries that find what breaks it."""

INVARIANTS = {
    "orders.goods_are_their_lines": (
        "SELECT o.id FROM shop_order o WHERE o.goods_fen <> (SELECT coalesce(sum(l.count * l.fen),"
        " 0) FROM shop_order_line l WHERE l.order_id = o.id)"
    ),
    "orders.purchase_is_its_orders": (
        "SELECT p.id FROM shop_purchase p WHERE p.total_fen <> (SELECT coalesce(sum(o.total_fen),"
        " 0) FROM shop_order o WHERE o.purchase_id = p.id)"
    ),
    "orders.of_another_buyer": (
        "SELECT o.id FROM shop_order o JOIN shop_purchase p ON p.id = o.purchase_id"
        " WHERE p.person_id <> o.person_id"
    ),
    "orders.reduced_is_its_reductions": (
        "SELECT o.id FROM shop_order o WHERE o.reduced_fen <> (SELECT coalesce(sum(r.fen), 0)"
        " FROM shop_reduction r WHERE r.order_id = o.id)"
    ),
    "orders.line_without_hold": (
        "SELECT l.id FROM shop_order_line l WHERE l.kind = 'pack'"
        " AND NOT EXISTS (SELECT 1 FROM shop_hold h WHERE h.line_id = l.id)"
    ),
    "orders.hold_agrees": (
        "SELECT o.id FROM shop_order o JOIN shop_order_line l ON l.order_id = o.id"
        " JOIN shop_hold h ON h.line_id = l.id"
        " WHERE (o.status = 'awaiting_payment' AND h.state <> 'held')"
        " OR (o.status IN ('expired', 'cancelled') AND h.state <> 'released')"
        " OR (o.status IN ('placed', 'accepted', 'packed', 'cannot_deliver', 'shipped',"
        " 'received', 'completed', 'refused_at_door', 'returned')"
        " AND h.state <> 'committed' AND l.count > (SELECT"
        " coalesce(sum(r.count), 0) FROM shop_reduction r WHERE r.line_id = l.id))"
    ),
    "orders.hold_is_what_is_left": (
        "SELECT h.id FROM shop_hold h JOIN shop_order_line l ON l.id = h.line_id"
        " WHERE h.state <> 'released' AND h.packs <> l.count - (SELECT coalesce(sum(r.count), 0)"
        " FROM shop_reduction r WHERE r.line_id = l.id)"
    ),
    "orders.sent_too_many": (
        "SELECT l.id FROM shop_order_line l WHERE l.count < (SELECT coalesce(sum(p.count), 0)"
        " FROM shop_parcel_line p WHERE p.line_id = l.id) + (SELECT coalesce(sum(r.count), 0)"
        " FROM shop_reduction r WHERE r.line_id = l.id)"
    ),
    "orders.short_without_question": (
        "SELECT o.id FROM shop_order o WHERE (o.status = 'cannot_deliver') <> EXISTS"
        " (SELECT 1 FROM shop_shortage s WHERE s.order_id = o.id AND s.answer IS NULL)"
    ),
    "orders.received_but_not_all_sent": (
        "SELECT l.id FROM shop_order_line l JOIN shop_order o ON o.id = l.order_id"
        " WHERE o.status IN ('received', 'completed') AND l.count <> (SELECT"
        " coalesce(sum(p.count), 0) FROM shop_parcel_line p WHERE p.line_id = l.id) + (SELECT"
        " coalesce(sum(r.count), 0) FROM shop_reduction r WHERE r.line_id = l.id)"
    ),
    "orders.paid_for_nothing": (
        "SELECT id FROM shop_order WHERE cash_at IS NOT NULL AND (handed_at IS NULL"
        " OR status NOT IN ('shipped', 'received', 'completed'))"
    ),
    "orders.cancelled_too_early": (
        "SELECT p.id FROM shop_purchase p JOIN shop_order o ON o.purchase_id = p.id"
        " WHERE p.status = 'cancelled' AND o.status NOT IN ('cancelled', 'expired')"
    ),
    "orders.settled_too_early": (
        "SELECT p.id FROM shop_purchase p JOIN shop_order o ON o.purchase_id = p.id"
        " WHERE p.method = 'cash' AND p.status = 'settled' AND NOT (o.status IN"
        " ('cancelled', 'expired', 'returned') OR (o.status IN ('received', 'completed')"
        " AND o.cash_at IS NOT NULL))"
    ),
    "orders.settled_too_late": (
        "SELECT p.id FROM shop_purchase p WHERE p.method = 'cash' AND p.status = 'open'"
        " AND NOT EXISTS (SELECT 1 FROM shop_order o WHERE o.purchase_id = p.id AND NOT"
        " (o.status IN ('cancelled', 'expired', 'returned') OR (o.status IN"
        " ('received', 'completed') AND o.cash_at IS NOT NULL)))"
    ),
    "orders.open_of_a_closed_producer": (
        "SELECT o.id FROM shop_order o JOIN shop_producer p ON p.id = o.producer_id"
        " WHERE p.closed_at IS NOT NULL AND o.status NOT IN"
        " ('completed', 'cancelled', 'expired', 'returned')"
    ),
    # Who has closed their account has no inbox any more. Of what is paid online nobody is told
    # before it is paid.
    "orders.seller_not_told": (
        "SELECT o.id FROM shop_order o JOIN shop_producer p ON p.id = o.producer_id"
        " JOIN person x ON x.id = p.responsible_id"
        " WHERE o.status NOT IN ('awaiting_payment', 'expired')"
        " AND x.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM notice n"
        " WHERE n.event = 'orders.came' AND n.about = 'shop_order:' || o.id)"
        " AND NOT EXISTS (SELECT 1 FROM history_entry e WHERE e.about = 'shop_order'"
        " AND e.about_id = o.id AND e.was = 'awaiting_payment' AND e.became = 'cancelled')"
    ),
    "orders.buyer_not_told": (
        "SELECT p.id FROM shop_purchase p JOIN person x ON x.id = p.person_id"
        " WHERE p.method = 'cash' AND x.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM notice n"
        " WHERE n.event = 'orders.placed' AND n.about = 'shop_purchase:' || p.id)"
    ),
    "orders.history_jumps": (
        "SELECT a.about_id FROM (SELECT about_id, was, lag(became) OVER (PARTITION BY about_id"
        " ORDER BY id) AS before FROM history_entry WHERE about = 'shop_order' AND was IS NOT NULL"
        " AND became IS NOT NULL) a WHERE a.before IS NOT NULL AND a.before <> a.was"
    ),
}
