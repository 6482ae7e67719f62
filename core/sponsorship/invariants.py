"""What must hold of verifications, as queries that find whatever breaks it."""

VERIFIED = "('active', 'suspended', 'ended', 'lapsed')"

INVARIANTS = {
    "sponsorship.verified_without_visit": (
        f"SELECT s.id FROM sponsorship s WHERE s.status IN {VERIFIED} AND NOT EXISTS"  # noqa: S608
        " (SELECT 1 FROM sponsorship_visit v WHERE v.sponsorship_id = s.id"
        " AND v.handed_in_at IS NOT NULL AND v.day IS NOT NULL)"
    ),
    "sponsorship.verified_without_visitor": (
        f"SELECT s.id FROM sponsorship s WHERE s.status IN {VERIFIED} AND NOT EXISTS"  # noqa: S608
        " (SELECT 1 FROM sponsorship_visit v JOIN sponsorship_visitor w ON w.visit_id = v.id"
        " WHERE v.sponsorship_id = s.id AND w.decided = false)"
    ),
    "sponsorship.verified_without_decider": (
        f"SELECT s.id FROM sponsorship s WHERE s.status IN {VERIFIED} AND NOT EXISTS"  # noqa: S608
        " (SELECT 1 FROM sponsorship_visit v JOIN sponsorship_visitor w ON w.visit_id = v.id"
        " WHERE v.sponsorship_id = s.id AND w.decided = true)"
    ),
    "sponsorship.two_under_way": (
        "SELECT kind, ref FROM sponsorship WHERE status IN ('asked', 'visiting')"
        " GROUP BY kind, ref HAVING count(*) > 1"
    ),
    "sponsorship.two_standing": (
        "SELECT kind, ref FROM sponsorship WHERE status IN ('active', 'suspended')"
        " GROUP BY kind, ref HAVING count(*) > 1"
    ),
    "sponsorship.a_point_not_said": (
        "SELECT c.id FROM sponsorship_check c JOIN sponsorship_visit v ON v.id = c.visit_id"
        " WHERE c.seen IS NULL AND v.handed_in_at IS NOT NULL"
    ),
    "sponsorship.private_picture_shown": (
        "SELECT p.id FROM sponsorship_picture p JOIN sponsorship_visit v ON v.id = p.visit_id"
        " JOIN sponsorship s ON s.id = v.sponsorship_id"
        " JOIN stored_file f ON f.id = p.file_id"
        " WHERE f.is_public = true AND s.status IN ('asked', 'visiting', 'refused', 'withdrawn')"
    ),
}
