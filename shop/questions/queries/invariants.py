"""What must hold of questions, as queries that find whatever breaks it."""

INVARIANTS = {
    "questions.answered_untold": (
        "SELECT q.id FROM shop_question q WHERE q.answered_at IS NOT NULL AND q.hidden_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.event = 'questions.answered'"
        " AND n.about = 'shop_question:' || q.id)"
        " AND EXISTS (SELECT 1 FROM person p WHERE p.id = q.person_id AND p.closed_at IS NULL)"
    ),
    "questions.hidden_by_nobody": (
        "SELECT id FROM shop_question WHERE hidden_at IS NOT NULL AND hidden_by IS NULL"
    ),
}
