"""Certificates of a furnished house: each branch has issued one that stands and one in question.

What only the desk may read holds a canary: the holder's name, and why one is to be revoked.
"""

from core.certificates import operations
from core.certificates.models import CertificateKind, Revocation
from core.db import writing


class Certificates:
    """Lets the branches of a furnished house issue certificates by the house's own operation."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at

    def fill(self, where):
        """Put in one of whoever runs the farm, and two that an officer wants revoked.

        The one has been asked about by somebody else, the other by who looks at it.
        """
        things = self.house.villages[where].things
        holder = self.make.person(name=f"canary-holder{where}")
        things["issued"] = self.issue(where, things["owner"], "stands")
        things["contested"] = self.issue(where, holder, "contested")
        self.ask(things["contested"], things["term"].person_id, f"canary-revoke{where}")
        asker = {"own": "officer", "upper": "upper"}.get(where)
        things["mistaken"] = self.issue(where, holder, "mistaken")
        by = self.house.people[asker].id if asker else things["term"].person_id
        self.ask(things["mistaken"], by, f"canary-mistaken{where}")

    def issue(self, where, person, what):
        by = self.make.actor(self.house.people["officer"])
        with writing():
            return operations.issue(
                CertificateKind.SERVICE_HOURS,
                person_id=person.id,
                content=[("服务 %(hours)s 小时", {"hours": "12"})],
                source=f"{where}:{what}",
                branch=self.house.villages[where].branch,
                valid_until=None,
                by=by,
                at=self.at,
            )

    def ask(self, certificate, asked_by, reason):
        made = {"asked_by": asked_by, "reason": reason, "asked_at": self.at}
        return self.make.add(Revocation(certificate_id=certificate.id, **made))

    def more(self, number):
        """Issue one more to who is looking at the list of their own, and ask about another."""
        things = self.house.villages["own"].things
        self.issue("own", things["owner"], f"more {number}")
        contested = self.issue("own", self.make.person(name=f"持证人{number}"), f"asked {number}")
        self.ask(contested, things["term"].person_id, "错了")
