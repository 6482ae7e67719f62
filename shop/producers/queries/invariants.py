"""What must hold of producers, as queries that find whatever breaks it."""

INVARIANTS = {
    "shop.farm_picture_hidden": (
        "SELECT p.id FROM shop_producer_picture p JOIN stored_file f ON f.id = p.file_id"
        " WHERE NOT f.is_public OR f.deleted_at IS NOT NULL"
    ),
    "shop.paper_for_all_to_see": (
        "SELECT p.id FROM shop_paper p JOIN stored_file f ON f.id = p.file_id WHERE f.is_public"
    ),
    "shop.cooperative_without_code": (
        "SELECT id FROM shop_producer WHERE kind IN ('cooperative', 'enterprise')"
        " AND credit_code = '' AND closed_at IS NULL"
    ),
    "shop.too_many_producers": (
        "SELECT responsible_id FROM shop_producer WHERE closed_at IS NULL"
        " GROUP BY responsible_id HAVING count(*) > 3"
    ),
    "shop.closed_and_verified": (
        "SELECT p.id FROM shop_producer p JOIN sponsorship s"
        " ON s.kind = 'producer' AND s.ref = p.id"
        " WHERE p.closed_at IS NOT NULL"
        " AND s.status IN ('asked', 'visiting', 'active', 'suspended')"
    ),
}
