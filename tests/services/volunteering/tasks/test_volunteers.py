"""What people say of themselves as volunteers, and the licences that officers have seen."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from core.notices.models import Notice
from services.volunteering.models import Licence, Reach, Volunteer
from services.volunteering.operations import licences, volunteers
from services.volunteering.operations.licences import Paper
from services.volunteering.operations.own_profile import OwnProfile
from services.volunteering.operations.volunteers import Profile
from services.volunteering.queries.volunteers import counts_on, list_licences_of, list_seen

pytestmark = pytest.mark.both_engines
WHOLE = Profile(
    skills=["teaching", "driving"],
    reach=Reach.COUNTY,
    willing=True,
    born=date(1990, 5, 4),
    public=True,
)


@pytest.fixture
def villager(make, village):
    return make.resident(village, make.person(name="吴德顺"))


def save(profile, make, person, at, version=0):
    with writing():
        volunteers.save(profile, version=version, by=make.actor(person), at=at)
    return db.session.get(Volunteer, person.id, populate_existing=True)


def consents():
    named = select(Entry.action).where(Entry.about == "volunteer").order_by(Entry.id)
    return db.session.scalars(named).all()


def test_what_is_said_is_kept_and_told_back(make, villager, at):
    row = save(WHOLE, make, villager, at)
    assert (row.skills, row.version, row.public_at) == ("driving,teaching", 1, at)
    said = volunteers.profile_of(row)
    assert said == Profile(**{**vars(WHOLE), "skills": ["driving", "teaching"]})


def test_the_consent_is_given_kept_and_taken_back(make, villager, at):
    later = at + timedelta(days=1)
    save(Profile(), make, villager, at)
    assert consents() == []
    row = save(Profile(public=True), make, villager, at, version=1)
    row = save(Profile(public=True, willing=True), make, villager, later, version=row.version)
    assert row.public_at == at, "what was agreed to once is as old as that"
    row = save(Profile(willing=True), make, villager, later, version=row.version)
    assert row.public_at is None
    assert consents() == ["agree_to_notice", "withdraw_notice"]
    row = save(Profile(public=True), make, villager, later, version=row.version)
    assert row.public_at == later


@pytest.mark.parametrize("version", [0, 1])
def test_on_two_devices_the_second_sees_both(make, villager, at, version):
    if version:
        save(Profile(), make, villager, at)
    save(Profile(skills=["driving"]), make, villager, at, version=version)
    with pytest.raises(Overtaken) as overtaken:
        save(Profile(skills=["cooking"]), make, villager, at, version=version)
    assert "开车" in overtaken.value.theirs
    assert "做饭" in overtaken.value.mine
    assert db.session.get(Volunteer, villager.id).skills == "driving"


def test_no_child_is_kept(make, villager, at):
    young = village_day(at) - timedelta(days=13 * 365)
    with pytest.raises(Refused) as refused:
        save(Profile(born=young), make, villager, at)
    assert refused.value.field == "born"
    assert db.session.get(Volunteer, villager.id) is None


# Licences


@pytest.fixture
def see(branch, by, at, villager):
    def do(person=villager, **kw):
        usual = {"kind": "driver", "number": "332601", "valid_until": None}
        with writing():
            return licences.see(branch, person, Paper(**{**usual, **kw}), by=by, at=at)

    return do


def test_a_licence_counts_until_its_last_day(see, at, villager, by):
    today = village_day(at)
    see(valid_until=today)
    see(kind="nurse", number="7")

    def kinds(day):
        query = select(Licence.kind).where(Licence.person_id == villager.id, counts_on(day))
        return set(db.session.scalars(query))

    assert kinds(today) == {"driver", "nurse"}
    assert kinds(today + timedelta(days=1)) == {"nurse"}
    with writing():
        nurse = list_licences_of(villager.id)[0]
        licences.remove(nurse, branch="桃源村党支部", by=by, at=at)
    assert kinds(today) == {"driver"}


def test_the_holder_hears_of_both(see, by, at, villager):
    licence = see()
    with writing():
        licences.remove(licence, branch="桃源村党支部", by=by, at=at)
    told = db.session.execute(select(Notice.person_id, Notice.event).order_by(Notice.id)).all()
    events = ("volunteering.licence_seen", "volunteering.licence_removed")
    assert told == [(villager.id, event) for event in events]
    assert not any("332601" in str(each) for each in db.session.scalars(select(Notice.facts)))
    with pytest.raises(Refused, match="已经划掉"), writing():
        licences.remove(licence, branch="", by=by, at=at)


def test_what_is_not_put_down(see, officer, at, make):
    yesterday = village_day(at) - timedelta(days=1)
    for given, field in (
        ({"person": officer}, "who"),
        ({"kind": "pilot"}, "kind"),
        ({"number": ""}, "number"),
        ({"valid_until": yesterday}, "valid_until"),
    ):
        with pytest.raises(Refused) as refused:
            see(**given)
        assert refused.value.field == field
    see()
    with pytest.raises(Refused) as refused:
        see()
    assert refused.value.field == "number"
    see(number="332602")
    see(person=make.person())


def test_a_struck_out_licence_may_be_put_down_again(see, by, at, branch):
    licence = see()
    with writing():
        licences.remove(licence, branch="", by=by, at=at)
    again = see()
    assert list_seen(branch.id)[0].id == again.id
    assert len(list_seen(branch.id)) == 2


def test_all_of_it_is_copied_out_and_forgotten(see, make, villager, at):
    save(WHOLE, make, villager, at)
    see()
    other = make.person()
    see(person=other)
    told = OwnProfile().export(villager.id)
    assert [each["skills"] for each in told["volunteer"]] == ["driving,teaching"]
    assert [each["number"] for each in told["volunteer_licences"]] == ["332601"]
    with writing():
        OwnProfile().erase(villager.id, at=at)
    told = OwnProfile().export(villager.id)
    assert told["volunteer"] == []
    assert [(each["number"], each["removed_at"]) for each in told["volunteer_licences"]] == [
        ("-", at)
    ]
    assert OwnProfile().export(other.id)["volunteer_licences"][0]["number"] == "332601"
