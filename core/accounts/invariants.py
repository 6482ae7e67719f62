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
    # the safe of a second factor is that person's own, and can still be opened
    "accounts.second_factor_of_another": (
        "SELECT f.person_id FROM person_second_factor f JOIN safe s ON s.id = f.safe_id"
        " WHERE s.shredded_at IS NOT NULL OR s.ref NOT LIKE 'totp-' || f.person_id || '-%'"
    ),
    "accounts.backup_codes_for_nothing": (
        "SELECT c.id FROM person_backup_code c LEFT JOIN person_second_factor f"
        " ON f.person_id = c.person_id WHERE f.on_at IS NULL"
    ),
    "accounts.second_factor_of_the_gone": (
        "SELECT f.person_id FROM person_second_factor f JOIN person p ON p.id = f.person_id"
        " WHERE p.closed_at IS NOT NULL OR p.password_hash IS NULL"
    ),
    "accounts.two_grants": (
        "SELECT person_id FROM person_grant WHERE ended_at IS NULL"
        " GROUP BY person_id, kind HAVING count(*) > 1"
    ),
}
