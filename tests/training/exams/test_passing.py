"""What passing gives: a certificate that says what was learnt, and the right it leads to."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.access import SYSTEM
from core.certificates.models import Certificate, CertificateKind
from core.certificates.operations import issue
from core.certificates.rules import in_words
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from core.qualifications.models import Qualification, QualificationKind, Source
from core.sponsorship.models import SponsorshipStatus
from tests.training.exams.conftest import broken
from tests.training.exams.world import fresh
from training.exams.operations.personal import OwnAttempts
from training.exams.queries.invariants import INVARIANTS
from training.learning.models import EnrolmentStatus
from training.learning.operations.passing import pass_course, pass_if_done
from training.learning.rules.enrolments import counts_until

pytestmark = pytest.mark.both_engines


def certificates(school):
    db.session.rollback()
    query = select(Certificate).where(Certificate.person_id == school.learner.id)
    return db.session.scalars(query.order_by(Certificate.id)).all()


def rights(school):
    db.session.rollback()
    query = select(Qualification).where(Qualification.person_id == school.learner.id)
    return db.session.scalars(query.order_by(Qualification.id)).all()


def told(person):
    query = select(Notice.event, Notice.url).where(Notice.person_id == person.id)
    return [tuple(row) for row in db.session.execute(query.order_by(Notice.id))]


def test_passing_gives_certificate_and_right(school, at):
    school.sit()
    (paper,) = certificates(school)
    assert (paper.kind, paper.branch_id) == (CertificateKind.COURSE, school.branch.id)
    assert paper.issued_by == school.officer.id
    assert paper.source == f"training_enrolment:{school.enrolment.id}"
    assert paper.valid_until == counts_until(village_day(at), months=24)
    assert in_words(paper.content) == [
        "学完了课程《食品安全与标签》，考试合格",
        "学时：2 小时 15 分钟",
        "办课单位：桃源合作社夜校",
        "凭这张证书：可以卖小作坊食品和预包装食品",
    ]
    (right,) = rights(school)
    assert (right.kind, right.source) == (QualificationKind.FOOD_SELLER, Source.COURSE)
    assert (right.number, right.valid_until) == (paper.number, paper.valid_until)
    assert (right.valid_from, right.branch_id) == (village_day(at), school.branch.id)
    assert told(school.learner) == [
        ("certificates.issued", "/me/certificates"),
        ("qualifications.may_sell_food", "/sell/"),
    ]


def test_a_course_that_opens_nothing_gives_a_certificate_for_ever(school, make):
    course = school.make_course(unlocks=None)
    version = school.make_version(course, valid_months=0, minutes=0, questions=0)
    enrolment = school.enrol(school.learner, version)
    with writing():
        assert not pass_if_done(enrolment, by=school.actor(), at=school.at)
        pass_course(enrolment, by=school.actor(), at=school.at)
    (paper,) = certificates(school)
    assert (paper.valid_until, rights(school)) == (None, [])
    assert in_words(paper.content) == ["学完了课程《食品安全与标签》", "办课单位：桃源合作社夜校"]


def test_passing_twice_is_refused_and_gives_nothing(school):
    school.sit()
    with pytest.raises(Refused), writing():
        pass_course(fresh(school.enrolment), by=school.actor(), at=school.at)
    assert len(certificates(school)) == len(rights(school)) == 1


def test_the_branch_of_the_last_verification_where_the_course_stands_under_none(school, make):
    other = make.branch("柳湾村党支部")
    with writing():
        db.session.merge(school.verification).status = SponsorshipStatus.ENDED
        course = db.session.merge(school.course)
        course.sponsorship_id = course.put_under_at = course.put_under_by = None
    school.verify(SponsorshipStatus.ENDED, branch=other)
    school.sit()
    (paper,) = certificates(school)
    assert (paper.branch_id, paper.issued_by) == (other.id, school.second.id)


def test_nobody_issues_one_to_themselves(school):
    school.enrol(school.officer)
    school.sit(school.officer)
    paper = db.session.scalars(select(Certificate)).one()
    assert (paper.person_id, paper.issued_by) == (school.officer.id, school.second.id)


def test_passing_anew_adds_what_lapses_later(school, at):
    school.sit()
    later = at + timedelta(days=700)
    second = school.enrol(school.learner)
    school.sit(at=later)
    assert fresh(second).status is EnrolmentStatus.PASSED
    one, two = rights(school)
    assert one.number != two.number
    assert (one.revoked_at, one.valid_until) == (None, counts_until(village_day(at), months=24))
    assert two.valid_until == counts_until(village_day(later), months=24)


def test_a_certificate_without_passing_is_found(school, make, at):
    with writing():
        issue(
            CertificateKind.COURSE,
            person_id=school.learner.id,
            content=[],
            source=f"training_enrolment:{school.enrolment.id}",
            branch=school.branch,
            valid_until=None,
            by=school.actor(school.officer),
            at=at,
        )
    found = broken(at)
    assert set(found) == {"exams.certificate_without_passing"}
    assert set(found) <= set(INVARIANTS)
    with writing():
        pass_course(fresh(school.enrolment), by=SYSTEM, at=at)


def test_the_copy_says_what_was_answered_and_erasing_forgets_it(school, at):
    school.sit()
    (mine,) = OwnAttempts().export(school.learner.id)["exams"]
    assert (mine["course"], mine["score"], len(mine["answers"])) == ("食品安全与标签", 100, 10)
    assert all(each["answer"] for each in mine["answers"])
    assert OwnAttempts().export(school.teacher.id) == {"exams": []}
    with writing():
        OwnAttempts().erase(school.learner.id, at=at)
    assert OwnAttempts().export(school.learner.id) == {"exams": []}
    assert len(certificates(school)) == 1
