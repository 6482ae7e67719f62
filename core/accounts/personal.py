"""What accounts keep about a person, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core.accounts import addresses, queries, regions, rules, second_factor, sessions, throttles
from core.accounts.models import Address, Code, Grant, NoticeChoice
from core.db import db
from core.words import _, speaking


class OwnAccount:
    """Who somebody is, how they sign in, where their parcels go (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        person = queries.get_person(person_id)
        rights = select(Grant).where(Grant.person_id == person_id).order_by(Grant.id)
        facts = (
            "name", "phone", "phone_confirmed_at", "email", "email_confirmed_at", "language",
            "elder", "created_at", "consent_note",
        )  # fmt: skip
        return {
            "account": [{name: getattr(person, name) for name in facts}],
            "rights": [
                {
                    "kind": each.kind.value,
                    "granted_at": each.granted_at,
                    "ended_at": each.ended_at,
                }
                for each in db.session.scalars(rights)
            ],
            "sessions": [
                {
                    "device": each.device,
                    "created_at": each.created_at,
                    "seen_at": each.seen_at,
                    "ends_at": each.ends_at,
                }
                for each in queries.list_all_sign_ins(person_id)
            ],
            "second_factor": second_factor.list_facts(person_id),
            "addresses": [
                {
                    "receiver": each.receiver,
                    "phone": each.phone,
                    "place": regions.title_of(each.district),
                    "town": each.town,
                    "detail": each.detail,
                    "label": each.label,
                    "usual": each.is_default,
                    "created_at": each.created_at,
                }
                for each in addresses.list_addresses(person_id)
            ],
            "notice_choices": [
                {"kind": kind, "wanted": wanted}
                for kind, wanted in sorted(queries.choices_of(person_id).items())
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Leave a row without name or address, so that what others did with it still stands."""
        person = queries.get_person(person_id)
        addresses_of_codes = [each for each in (person.phone, person.email) if each]
        with speaking("zh"):
            person.name, person.closed_at = _("已注销"), at
        person.name_key = rules.name_key(person.name)
        person.phone = person.phone_confirmed_at = person.phone_confirmed_by = None
        person.email = person.email_confirmed_at = None
        person.password_hash = person.consent_note = None
        person.version += 1
        sessions.end_all(person_id)
        second_factor.forget(person_id, at=at)
        throttles.clear(rules.ACCOUNT, f"person:{person_id}")
        for table in (Address, NoticeChoice):
            db.session.execute(delete(table).where(table.person_id == person_id))
        db.session.execute(delete(Code).where(Code.person_id == person_id))
        db.session.execute(delete(Code).where(Code.address.in_(addresses_of_codes)))
