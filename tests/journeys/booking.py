"""How a time is booked and held: what the guest, the lawyer and the client of a case do."""

import re
from datetime import UTC, datetime, timedelta

from core.clock import VILLAGE, now
from tests.journeys import stories
from tests.journeys.conftest import until
from tests.journeys.stories import complains, follow, press, says

LAWYER = "陆文清"
SAID, NOTED = "老板欠了半年工钱", "先去劳动监察大队投诉，带上工资条"
STORED = "%Y-%m-%d %H:%M:%S.%f"


def looks_right(page):
    """Measure the page as it stands; where no script runs, none can measure."""
    if getattr(page, "measures", True):
        stories.looks_right(page)


def book(page, number):
    """Find a day, a time of it and confirm; return the appointment's address.

    `number` says which of the free times, so that two stories never want the same.
    """
    page.goto("/services/")
    follow(page, re.compile("^法律援助"))
    looks_right(page)
    follow(page, f"只看这位的时间：{LAWYER}")
    with page.expect_navigation():
        page.locator(".days a").nth(2).click()
    looks_right(page)
    times = page.get_by_role("link", name=re.compile(rf"^\d\d:\d\d，{LAWYER}$"))
    with page.expect_navigation():
        times.nth(number).click()
    looks_right(page)
    page.locator("input[name=way]").first.check()
    press(page, "就约这个时间")
    says(page, "给您留到")
    looks_right(page)
    press(page, "确定预约")
    says(page, "约好了")
    looks_right(page)
    return page.url


def write_down(page):
    """Say what it is about, question by question, and hand it to whom one has booked."""
    follow(page, "先把事情写下来")
    looks_right(page)
    page.locator("input[name=consents]").check()
    press(page, re.compile("开始"))
    looks_right(page)
    press(page, re.compile("记下"))
    complains(page)
    page.locator("textarea[name=story]").fill(SAID)
    press(page, re.compile("记下"))
    page.locator("input[name=matter][value=pay]").check()
    press(page, re.compile("记下"))
    page.locator("input[name=whom][value=self]").check()
    press(page, re.compile("记下"))
    page.locator("textarea[name=others]").fill("某某建筑公司")
    press(page, re.compile("记下"))
    page.locator("input[name=circumstances][value=migrant]").check()
    press(page, re.compile("记下"))
    looks_right(page)
    follow(page, "写完了，看看下一步")
    press(page, "看提示、看一遍，再交")
    says(page, SAID)
    says(page, re.compile("由法律援助机构"))
    looks_right(page)
    follow(page, "都对，交上去")
    looks_right(page)
    page.locator("input[name=to]").first.check()
    press(page, "交上去")
    says(page, "有人在办")
    looks_right(page)
    return page.url.rpartition("/")[2]


def remind(town, ref, mail):
    """A day before it the guest is told that there is an appointment, and nothing else."""
    town.let_pass(
        "UPDATE appointment SET starts_at = ?, booked_at = ? WHERE ref = ?",
        stored(now() + timedelta(hours=23)),
        stored(now() - timedelta(days=3)),
        ref,
    )
    town.let_pass("DELETE FROM job_run WHERE name = 'clinics.remind'")
    letter = town.letter(mail, "快到了")
    whole = letter["Subject"] + letter.get_content()
    assert "您有一项预约快到了" in letter["Subject"]
    for word in ("法律", LAWYER, "桃源", SAID):
        assert word not in whole
    town.let_pass("DELETE FROM job_run WHERE name = 'clinics.remind'")
    until(lambda: town.ask("SELECT count(*) FROM job_run WHERE name = 'clinics.remind'"))
    assert len(town.letters(mail, "快到了")) == 1


def begins_now(town, ref):
    start = now() - timedelta(minutes=5)
    town.let_pass(
        "UPDATE appointment SET starts_at = ?, ends_at = ? WHERE ref = ?",
        stored(start),
        stored(start + timedelta(minutes=40)),
        ref,
    )


def hold(lawyer, ref, *, has_written):
    """The lawyer receives the guest, notes what was said, and closes."""
    lawyer.goto("/practice/")
    looks_right(lawyer)
    lawyer.goto(f"/practice/{ref}")
    looks_right(lawyer)
    if has_written:
        follow(lawyer, "去看这份材料")
    else:
        press(lawyer, "建一份材料")
    if "/cases/" not in lawyer.url:
        follow(lawyer, "去看这份材料")
    number = lawyer.url.rpartition("/")[2]
    assert SAID not in lawyer.content()
    press(lawyer, re.compile("^打开本人写的"))
    if has_written:
        says(lawyer, SAID)
    looks_right(lawyer)
    lawyer.goto(f"/practice/cases/{number}")
    lawyer.locator("textarea[name=text]").fill(NOTED)
    press(lawyer, "记下来")
    says(lawyer, "记下了")
    assert NOTED not in lawyer.content()
    looks_right(lawyer)
    lawyer.goto(f"/practice/{ref}")
    press(lawyer, "接待过了")
    lawyer.goto(f"/practice/cases/{number}")
    lawyer.locator("input[name=outcome]").first.check()
    press(lawyer, "办结这件事")
    says(lawyer, "办结了，本人已经知道")
    looks_right(lawyer)
    return number


def read_and_shred(page, number):
    """The client reads what was noted, who has opened what, and has it destroyed."""
    page.goto(f"/appointments/cases/{number}")
    says(page, "办结了")
    looks_right(page)
    assert NOTED not in page.content()
    press(page, "看经办人的记录")
    says(page, NOTED)
    looks_right(page)
    page.goto(f"/appointments/cases/{number}")
    says(page, LAWYER)
    says(page, "说的事情")
    looks_right(page)
    page.get_by_text("销毁", exact=True).first.click()
    press(page, "是，销毁")
    says(page, "销毁了，谁也打不开了")
    looks_right(page)


def stored(moment):
    """Write a moment as the database keeps it."""
    return moment.astimezone(UTC).strftime(STORED)


def today():
    return datetime.now(VILLAGE).date()
