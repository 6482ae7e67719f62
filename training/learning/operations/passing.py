"""Being through with a course, and what one is given for it."""

from datetime import datetime

from core.access import Actor
from core.certificates.models import Certificate, CertificateKind
from core.certificates.operations import issue
from core.clock import village_day
from core.qualifications.operations import grant
from core.transition import move
from core.words import speaking
from training.learning.models import Enrolment
from training.learning.queries import list_undone
from training.learning.queries.issuing import find_verification, issuer_id, issuing_branch
from training.learning.rules.certificates import sentences
from training.learning.rules.enrolments import ENROLMENT, counts_until, source_of


def pass_course(enrolment: Enrolment, *, by: Actor, at: datetime) -> Certificate:
    """Put down that the learner has passed, and give the certificate and the right with it.

    Raise `Refused` where they had passed already.
    """
    move(enrolment, ENROLMENT, "finish", by=by, at=at, also={"passed_at": at})
    course, version = enrolment.course, enrolment.of
    verification = find_verification(course)
    branch = issuing_branch(course, verification)
    stands = issuer_id(course, verification, learner=enrolment.person_id)
    officer = Actor(id=stands, person=stands, name="")
    until = counts_until(village_day(at), months=version.valid_months)
    with speaking("zh"):  # keys, said in the language of whoever reads
        said = sentences(
            version.title,
            course.organiser.name,
            minutes=version.minutes,
            has_exam=bool(version.questions),
            unlocks=course.unlocks,
        )
    made = issue(
        CertificateKind.COURSE,
        person_id=enrolment.person_id,
        content=said,
        source=source_of(enrolment.id),
        branch=branch,
        valid_until=until,
        by=officer,
        at=at,
    )
    if course.unlocks is not None:
        grant(
            branch,
            enrolment.person_id,
            course.unlocks,
            number=made.number,
            valid_until=until,
            by=officer,
            at=at,
        )
    return made


def pass_if_done(enrolment: Enrolment, *, by: Actor, at: datetime) -> bool:
    """Let somebody pass who has done each lesson of a course that ends without an exam."""
    if enrolment.of.questions or list_undone(enrolment):
        return False
    pass_course(enrolment, by=by, at=at)
    return True
