"""How somebody with a phone lets a neighbour act, hears of it, and says that one act was wrong."""

import re

from tests.journeys.stories import complains, follow, looks_right, press, says

NEIGHBOUR, PHONE, MAIL = "陈桂花", "13900000003", "chen@demo.xingcun.invalid"


def agree_by_code(helper, town, scopes=("ask",)):
    """Ask for six digits by her number; she tells them, and the helper begins."""
    helper.goto("/me/proxies/ask")
    helper.get_by_label("村民的手机号").fill(PHONE)
    for each in scopes:
        helper.locator(f"input[name=scopes][value={each}]").check()
    before = len(town.messages(PHONE))
    press(helper, "发验证码")
    looks_right(helper)
    code = re.search(r"\d{6}", town.message(PHONE, "求助", after=before))[0]
    helper.locator("input[name=code]").fill(f"{(int(code) + 1) % 10**6:06}")
    press(helper, "本人同意了")
    complains(helper)
    helper.locator("input[name=code]").fill(code)
    press(helper, "本人同意了")
    says(helper, "同意了，现在就可以开始代办")
    looks_right(helper)


def hear_of_it(town):
    """She opens the address that she was sent: the end of her number shows what was done."""
    letter = town.letter(MAIL, "/proxy/").get_content()
    address = re.search(r"https?://\S+/proxy/[\w-]+", letter)[0]
    hers = town.visitor(elder=True)
    hers.goto(address)
    looks_right(hers)
    hers.locator("input[name=digits]").fill("0000")
    press(hers, "看一看")
    complains(hers)
    says(hers, re.compile("不对"))
    hers.locator("input[name=digits]").fill(PHONE[-4:])
    press(hers, "看一看")
    says(hers, "代您办的事")
    looks_right(hers)
    return hers


def dispute(hers):
    """One act was not hers; then she ends it altogether."""
    with hers.expect_navigation():
        hers.get_by_role("link", name=re.compile("^这件不对")).first.click()
    looks_right(hers)
    press(hers, "告诉支部")
    complains(hers)
    hers.locator("input[name=reason]").first.check()
    press(hers, "告诉支部")
    says(hers, "记下了，支部 3 天内来问清楚，再告诉您")
    hers.get_by_text("停掉代办", exact=True).click()
    press(hers, "停掉")
    says(hers, "停了，从现在起不能再代办")


def settle(secretary, branch):
    """The desk asks both, and answers."""
    secretary.goto(f"/desk/{branch}/proxies/")
    follow(secretary, re.compile(f"{NEIGHBOUR}说"))
    looks_right(secretary)
    secretary.locator("textarea[name=text]").fill("问过两个人，是听错了，已经说清楚。")
    press(secretary, "答复")
    says(secretary, "答复好了，已经告诉两个人")


def read_answer(neighbour):
    """Signed in she reads the answer, and could say the same of another act."""
    neighbour.goto("/me/proxies/")
    with neighbour.expect_navigation():  # the last one stands first
        neighbour.get_by_role("link", name="王小满").first.click()
    says(neighbour, "已经说清楚")
    looks_right(neighbour)
    follow(neighbour, re.compile("^这件不对"))
    looks_right(neighbour)
