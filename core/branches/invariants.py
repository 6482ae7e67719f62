"""What must hold of branches and their people, as queries that find whatever breaks it."""

INVARIANTS = {
    # a path is the parent's path with the branch's own id behind it
    "branches.path_wrong": (
        "SELECT b.id FROM branch b LEFT JOIN branch p ON p.id = b.parent_id"
        " WHERE b.path <> coalesce(p.path, '/') || b.id || '/'"
    ),
    "branches.open_below_closed": (
        "SELECT b.id FROM branch b JOIN branch p ON p.id = b.parent_id"
        " WHERE b.closed_at IS NULL AND p.closed_at IS NOT NULL"
    ),
    "branches.office_in_closed": (
        "SELECT o.id FROM branch_office o JOIN branch b ON b.id = o.branch_id"
        " WHERE o.ended_at IS NULL AND b.closed_at IS NOT NULL"
    ),
    "branches.two_in_one_office": (
        "SELECT branch_id, role FROM branch_office"
        " WHERE ended_at IS NULL AND stands_in_for_id IS NULL"
        " GROUP BY branch_id, role HAVING count(*) > 1"
    ),
    "branches.stand_in_elsewhere": (
        "SELECT s.id FROM branch_office s JOIN branch_office o ON o.id = s.stands_in_for_id"
        " WHERE s.branch_id <> o.branch_id OR s.role <> o.role"
        " OR o.stands_in_for_id IS NOT NULL OR s.person_id = o.person_id"
    ),
    "branches.stand_in_outlives": (
        "SELECT s.id FROM branch_office s JOIN branch_office o ON o.id = s.stands_in_for_id"
        " WHERE s.ended_at IS NULL AND (o.ended_at IS NOT NULL OR s.until IS NULL)"
    ),
    "branches.two_memberships": (
        "SELECT person_id FROM branch_membership WHERE status IN ('asked', 'confirmed')"
        " GROUP BY person_id HAVING count(*) > 1"
    ),
    "branches.answer_without_moment": (
        "SELECT id FROM branch_membership WHERE status = 'asked' AND answered_at IS NOT NULL"
    ),
    "branches.keeps_own_request": (
        "SELECT id FROM branch_membership WHERE status = 'asked' AND keeper_id = person_id"
    ),
    "branches.household_elsewhere": (
        "SELECT r.id FROM branch_resident r JOIN branch_household h ON h.id = r.household_id"
        " WHERE h.unit_id <> r.unit_id"
    ),
    "branches.lives_in_no_village": (
        "SELECT r.id FROM branch_resident r JOIN branch_unit u ON u.id = r.unit_id"
        " WHERE u.kind <> 'village'"
    ),
}
