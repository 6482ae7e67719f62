"""What help keeps about somebody: a whole copy, nobody else's, and what goes with them."""

import pytest

from core.db import writing
from services.help.models import HelpStatus
from services.help.operations.personal import OwnHelp
from services.volunteering.models import TaskStatus
from tests.services.help.world import told

pytestmark = pytest.mark.both_engines
SECRET = "糖尿病，要打胰岛素"


def erase(person, at):
    with writing():
        OwnHelp().erase(person.id, at=at)


def test_the_copy_has_ones_own_requests(world):
    request = world.ask(words=SECRET, place="家里", phone="13800138000")
    world.ask(world.volunteer, words="别人的")
    (mine,) = OwnHelp().export(world.villager.id)["help_requests"]
    assert (mine["ref"], mine["words"], mine["place"]) == (request.ref, SECRET, "家里")
    assert (mine["village"], mine["kind"], mine["status"]) == ("桃源村", "shopping", "asked")
    assert "别人的" not in str(mine)


def test_who_goes_needs_no_help_and_nothing_they_wrote_stays(world):
    request, task, _shift = world.under_way()
    other = world.ask(words=SECRET, place="家里", phone="13800138000")
    erase(world.villager, world.at)
    assert {request.status, other.status} == {HelpStatus.WITHDRAWN}
    assert task.status is TaskStatus.CANCELLED
    assert told(world.volunteer, "volunteering.called_off")
    assert (other.words, other.place, other.phone) == ("", "", "")
    assert (task.place, task.words) == ("", "")  # the address was copied there


def test_what_was_done_stays_done_without_words(world):
    request, attendance = world.done()
    erase(world.villager, attendance.ends_at)
    assert request.status is HelpStatus.DONE
    assert request.thanks == ""


def test_others_keep_theirs(world):
    request = world.ask(words=SECRET)
    erase(world.volunteer, world.at)
    assert (request.status, request.words) == (HelpStatus.ASKED, SECRET)
