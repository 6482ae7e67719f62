"""What must hold of requests for help, as queries that find whatever breaks it."""

INVARIANTS = {
    # what is planned has a task that serves this very person
    "help.planned_without_task": (
        "SELECT r.id FROM help_request r WHERE r.status = 'planned' AND NOT EXISTS"
        " (SELECT 1 FROM volunteer_task t WHERE t.source_kind = 'help' AND t.source_ref = r.id)"
    ),
    "help.serves_another": (
        "SELECT t.id FROM volunteer_task t JOIN help_request r ON r.id = t.source_ref"
        " WHERE t.source_kind = 'help' AND"
        " (t.served_id IS NULL OR t.served_id <> r.person_id"
        " OR (t.status = 'open' AND t.branch_id <> r.branch_id))"  # what is over stays where it was
    ),
    "help.task_of_nothing": (
        "SELECT t.id FROM volunteer_task t WHERE t.source_kind = 'help' AND NOT EXISTS"
        " (SELECT 1 FROM help_request r WHERE r.id = t.source_ref)"
    ),
    # nobody is to come for what was taken back
    "help.taken_back_and_to_come": (
        "SELECT r.id FROM help_request r JOIN volunteer_task t"
        " ON t.source_kind = 'help' AND t.source_ref = r.id"
        " WHERE r.status IN ('withdrawn', 'not_possible') AND t.status = 'open'"
    ),
}
