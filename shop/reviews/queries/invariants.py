"""What must hold of reviews, as queries that find whatever breaks it."""

INVARIANTS = {
    "reviews.counted": (
        "SELECT p.id FROM shop_product p WHERE p.reviews <> (SELECT count(*) FROM shop_review r"
        " WHERE r.product_id = p.id AND r.hidden_at IS NULL) OR p.stars <> (SELECT"
        " coalesce(sum(r.stars), 0) FROM shop_review r WHERE r.product_id = p.id"
        " AND r.hidden_at IS NULL)"
    ),
    "reviews.of_what_was_not_received": (
        "SELECT r.id FROM shop_review r JOIN shop_order_line l ON l.id = r.line_id"
        " JOIN shop_order o ON o.id = l.order_id WHERE o.person_id <> r.person_id"
        " OR l.kind <> 'pack' OR l.about <> r.product_id"
        " OR o.status NOT IN ('received', 'completed')"
        " OR l.count <= (SELECT coalesce(sum(x.count), 0) FROM shop_reduction x"
        " WHERE x.line_id = l.id)"
    ),
    "reviews.of_ones_own": (
        "SELECT r.id FROM shop_review r JOIN shop_product p ON p.id = r.product_id"
        " JOIN shop_producer s ON s.id = p.producer_id WHERE s.responsible_id = r.person_id"
    ),
    "reviews.too_many_pictures": (
        "SELECT review_id FROM shop_review_picture GROUP BY review_id HAVING count(*) > 4"
    ),
    "reviews.hidden_by_nobody": (
        "SELECT id FROM shop_review WHERE hidden_at IS NOT NULL AND hidden_by IS NULL"
    ),
    "reviews.hidden_but_seen": (
        "SELECT r.id FROM shop_review r JOIN shop_review_picture p ON p.review_id = r.id"
        " JOIN stored_file f ON f.id = p.file_id"
        " WHERE r.hidden_at IS NOT NULL AND f.is_public AND f.deleted_at IS NULL"
    ),
    # Who has closed their account has no inbox any more.
    "reviews.untold": (
        "SELECT r.id FROM shop_review r JOIN shop_product p ON p.id = r.product_id"
        " JOIN shop_producer s ON s.id = p.producer_id JOIN person x ON x.id = s.responsible_id"
        " WHERE x.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM notice n"
        " WHERE n.event = 'reviews.came' AND n.about = 'shop_review:' || r.id)"
    ),
    "reviews.answered_untold": (
        "SELECT r.id FROM shop_review r JOIN person p ON p.id = r.person_id"
        " WHERE p.closed_at IS NULL AND ((r.answered_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM notice n WHERE n.event = 'reviews.answered'"
        " AND n.about = 'shop_review:' || r.id)) OR (r.hidden_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM notice n WHERE n.event = 'reviews.hidden'"
        " AND n.about = 'shop_review:' || r.id)))"
    ),
}
