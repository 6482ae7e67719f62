"""What must hold of products and packs, as queries that find whatever breaks it."""

INVARIANTS = {
    "catalog.stock_is_its_moves": (
        "SELECT k.id FROM shop_pack k WHERE k.stock <> (SELECT coalesce(sum(m.delta), 0)"
        " FROM shop_stock_move m WHERE m.pack_id = k.id) - (SELECT coalesce(sum(h.packs), 0)"
        " FROM shop_hold h WHERE h.pack_id = k.id AND h.state IN ('held', 'committed'))"
    ),
    "catalog.ahead_over_cap": (
        "SELECT id FROM shop_pack WHERE cap IS NOT NULL AND removed_at IS NULL AND stock > cap"
    ),
    "catalog.least_price": (
        "SELECT p.id FROM shop_product p WHERE coalesce(p.least_fen, 0) <> coalesce("
        "(SELECT min(k.fen) FROM shop_pack k WHERE k.product_id = p.id"
        " AND k.removed_at IS NULL AND k.is_on AND k.stock > 0),"
        " (SELECT min(k.fen) FROM shop_pack k WHERE k.product_id = p.id"
        " AND k.removed_at IS NULL AND k.is_on), 0)"
    ),
    "catalog.sells": (
        "SELECT p.id FROM shop_product p WHERE p.sells <>"
        " EXISTS (SELECT 1 FROM shop_pack k WHERE k.product_id = p.id"
        " AND k.removed_at IS NULL AND k.is_on AND k.stock > 0)"
    ),
    "catalog.offered_without_price": (
        "SELECT id FROM shop_product WHERE is_on AND least_fen IS NULL"
    ),
    "catalog.under_a_strange_verification": (
        "SELECT p.id FROM shop_product p JOIN sponsorship s ON s.id = p.sponsorship_id"
        " WHERE s.kind <> 'producer' OR s.ref <> p.producer_id"
    ),
    "catalog.removed_but_on": (
        "SELECT id FROM shop_product WHERE is_on AND removed_at IS NOT NULL"
    ),
}
