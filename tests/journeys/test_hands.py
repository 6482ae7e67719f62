"""An old villager without a phone is helped the same day; what was done for her is true."""

from tests.journeys import hands, proxies
from tests.journeys.hands import ELDER, HELPER, VOLUNTEER
from tests.journeys.listing import BRANCH, SECRETARY
from tests.journeys.stories import press, says

KIND = "陪着出门"
UPPER, ABOVE = "桃源镇党委", "赵明远"


def test_from_her_word_to_a_certificate(town):
    branch = town.ask("SELECT id FROM branch WHERE name = ?", BRANCH)
    secretary, helper, volunteer = map(town.page_of, (SECRETARY, HELPER, VOLUNTEER))

    desk = hands.let_act(secretary, branch)
    hands.act_for(helper, ELDER)
    request = hands.ask_for(helper, KIND)
    hands.act_for_oneself(helper)
    hands.tell_by_slip(volunteer, desk)  # she is the deputy secretary, too
    task = hands.arrange(secretary, branch, KIND)
    hands.sign_up(volunteer, task)
    shift = town.ask("SELECT id FROM volunteer_shift WHERE task_id = ?", task)
    digits = hands.come(volunteer, secretary, branch, shift)
    address, code = hands.print_slip(secretary, branch, KIND)
    another_neighbour(town, helper, secretary, branch)
    hands.go(town, volunteer, shift, digits)
    hands.confirm(volunteer, address, code)

    hands.act_for(helper, ELDER)
    helper.goto(request)
    helper.locator("input[name=mark]").first.check()
    press(helper, "说好了")
    hands.act_for_oneself(helper)
    number = hands.certify(volunteer, secretary, branch)
    above = town.page_of(ABOVE)
    upper = town.ask("SELECT id FROM branch WHERE name = ?", UPPER)
    hands.commend(secretary, above, branch, upper)

    anybody = town.visitor()
    anybody.goto("/certificates/")
    anybody.locator("main input[name=number]").fill(number)
    press(anybody, "查一查")
    says(anybody, "有效")
    assert VOLUNTEER not in anybody.content()
    for page in (secretary, helper, volunteer, above, anybody):
        assert page.said == []
        assert page.strangers == []


def another_neighbour(town, helper, secretary, branch):
    """Meanwhile: a neighbour with a phone agrees by a code, hears of two acts, and ends it."""
    proxies.agree_by_code(helper, town)
    hands.act_for(helper, proxies.NEIGHBOUR)
    for kind in ("代买东西", "修修补补"):
        hands.ask_for(helper, kind)
    hands.act_for_oneself(helper)
    hers = proxies.hear_of_it(town)
    proxies.dispute(hers)
    proxies.settle(secretary, branch)
    proxies.read_answer(town.page_of(proxies.NEIGHBOUR, elder=True))
    assert hers.said == []
    assert hers.strangers == []
