"""What must hold of accounts, as queries that find whatever breaks it."""

INVARIANTS = {
    "accounts.two_usual_addresses": (
        "SELECT person_id FROM person_address WHERE is_default"
        " GROUP BY person_id HAVING count(*) > 1"
    ),
    "accounts.no_usual_address": (
        "SELECT a.person_id FROM person_address a GROUP BY a.person_id"
        " HAVING max(CASE WHEN a.is_default THEN 1 ELSE 0 END) = 0"
    ),
    # whoever is locked out or gone has no session left
    "accounts.session_of_the_locked_out": (
        "SELECT s.id FROM person_session s JOIN person p ON p.id = s.person_id"
        " WHERE p.disabled_at IS NOT NULL OR p.closed_at IS NOT NULL"
    ),
    "accounts.closed_with_a_way_in": (
        "SELECT id FROM person WHERE closed_at IS NOT NULL AND"
        " (phone IS NOT NULL OR email IS NOT NULL OR password_hash IS NOT NULL)"
    ),
    "accounts.more_tries_than_allowed": "SELECT id FROM person_code WHERE tries > 5",
    "accounts.used_after_its_time": (
        "SELECT id FROM person_code WHERE used_at IS NOT NULL AND used_at < made_at"
    ),
    "accounts.two_grants": (
        "SELECT person_id FROM person_grant WHERE ended_at IS NULL"
        " GROUP BY person_id, kind HAVING count(*) > 1"
    ),
}
