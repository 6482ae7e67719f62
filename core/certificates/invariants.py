"""What must hold of certificates, as queries that find whatever breaks it."""

INVARIANTS = {
    "certificates.revoked_alone": (
        "SELECT c.id FROM certificate c WHERE c.revoked_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM certificate_revocation r WHERE r.certificate_id = c.id"
        " AND r.confirmed AND r.answered_by <> r.asked_by)"
    ),
    "certificates.confirmed_but_stands": (
        "SELECT c.id FROM certificate c JOIN certificate_revocation r"
        " ON r.certificate_id = c.id AND r.confirmed WHERE c.revoked_at IS NULL"
    ),
    "certificates.decided_by_the_holder": (
        "SELECT r.id FROM certificate_revocation r JOIN certificate c ON c.id = r.certificate_id"
        " WHERE c.person_id IN (r.asked_by, r.answered_by)"
    ),
    "certificates.right_of_a_revoked_one": (
        "SELECT q.id FROM qualification q JOIN certificate c ON c.number = q.number"
        " WHERE q.source = 'course' AND c.revoked_at IS NOT NULL AND q.revoked_at IS NULL"
    ),
    "certificates.right_of_none": (
        "SELECT q.id FROM qualification q WHERE q.source = 'course' AND q.number <> ''"
        " AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.number = q.number"
        " AND c.person_id = q.person_id AND c.kind = 'course')"
    ),
    "certificates.holder_not_told": (
        "SELECT c.id FROM certificate c JOIN person p ON p.id = c.person_id"
        " WHERE c.revoked_at IS NOT NULL AND p.closed_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM notice n WHERE n.person_id = c.person_id"
        " AND n.event = 'certificates.revoked' AND n.about LIKE 'certificate:' || c.id || ':%')"
    ),
}
