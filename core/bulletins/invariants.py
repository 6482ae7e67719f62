"""What must hold of boards, as queries that find whatever breaks it."""

INVARIANTS = {
    "bulletins.told_unasked": (
        "SELECT id FROM branch_bulletin WHERE told_at IS NOT NULL AND tell = false"
    ),
    "bulletins.told_of_nothing": (
        "SELECT n.id FROM notice n WHERE n.event = 'bulletins.posted' AND NOT EXISTS"
        " (SELECT 1 FROM branch_bulletin b WHERE n.about = 'branch_bulletin:' || b.id)"
    ),
}
