"""What learning is for: refused on the market, learnt and examined, and then on the market."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import schooling
from tests.journeys.listing import (
    SECRETARY,
    Listing,
    ask_the_branch,
    list_packaged,
    open_a_farm,
    put_under,
    visit_and_verify,
)
from tests.journeys.stories import follow, is_titled, looks_right, press, says

LISTING = Listing(
    farm="秀英干货铺",
    title="桃源笋干小袋装",
    farmer="李秀英",
    steward="王小满",
    shelf="干菜",
    sells="prepackaged",
)
REFUSED = "负责人还没有这类商品要的资格"
PAPERS = {"business": "92000000MA0YX0909A", "prepackaged_filing": "YB13300000000909"}


@pytest.fixture(scope="module")
def course(whole_town):
    return schooling.bring_a_course(whole_town)


def test_from_refused_to_the_market(town, course):
    """Her packaged food waits for what she must know; she learns it, and strangers can buy it."""
    learner, teacher = town.person(LISTING.farmer), town.person(schooling.TEACHER)
    steward, secretary = town.person(LISTING.steward), town.person(SECRETARY)
    farm = open_a_farm(learner, LISTING)
    for kind, number in PAPERS.items():
        enter_paper(learner, farm, kind, number)
    learner.goto(f"/sell/{farm}/")
    list_packaged(learner, LISTING)
    says(learner, re.compile(f"上架了，不过买家还看不到：{REFUSED}"))
    goods = learner.url
    expect(learner.get_by_role("list", name="买家看不到的原因")).to_contain_text(REFUSED)

    number = learn(learner, teacher, course)
    stranger = town.visitor()
    stranger.goto(f"/certificates/{number}")
    says(stranger, schooling.TITLE)
    expect(stranger.locator("main")).not_to_contain_text(LISTING.farmer)
    looks_right(stranger)

    learner.goto(goods)
    reasons = learner.get_by_role("list", name="买家看不到的原因")
    expect(reasons).not_to_contain_text(REFUSED)
    ask_the_branch(learner, farm)
    visit_and_verify(town, LISTING, secretary, steward)
    put_under(steward, LISTING)
    learner.goto(goods)
    expect(reasons).to_have_count(0)
    find(stranger)
    for page in (learner, teacher, steward, secretary, stranger):
        assert page.said == []
        assert page.strangers == []


def enter_paper(page, farm, kind, number):
    page.goto(f"/sell/{farm}/papers/new?kind={kind}")
    page.get_by_label("证照编号").fill(number)
    page.get_by_label("发证机关").fill("云溪县市场监督管理局")
    press(page, "存好")
    says(page, "存好了，再传一张照片")


def learn(page, teacher, course):
    """Enrol, learn each lesson, pass; return the certificate's number."""
    schooling.enrol(page, course)
    schooling.read(page, schooling.READ)
    schooling.read(page, schooling.LABELS)
    schooling.practise(page, teacher, course)
    is_titled(page, schooling.TEST)
    looks_right(page)
    follow(page, "开始小测")
    schooling.sit(page, "开始小测", forgets=True)
    is_titled(page, f"合格了：{schooling.TEST}")
    follow(page, "接着学")
    follow(page, "去考试")
    schooling.sit(page, "开始考试")
    is_titled(page, f"合格了：{schooling.TITLE}")
    said = page.get_by_text("结业证书开好了").inner_text()
    follow(page, "看我的证书")
    says(page, schooling.TITLE)
    return re.search(r"XC-[\w-]+\w", said)[0]


def find(page):
    """Look for it on the market, as anybody does."""
    page.goto("/market/?category=dried-vegetable")
    follow(page, LISTING.title)
    is_titled(page, LISTING.title)
    looks_right(page)
