"""The story of the first issue: a roster comes in, an officer is named, a notice reaches people."""

import json

from playwright.sync_api import expect

from tests.journeys.conftest import until
from tests.journeys.stories import complains, follow, is_titled, looks_right, press, roster, says

SECRETARY, VILLAGER, MAIL = "周建国", "王小满", "wang@demo.xingcun.invalid"
NEIGHBOUR = "chen@demo.xingcun.invalid"  # reads in the inbox only
NEW = [
    ("桃林生", "13722220001", "101", "是", "入户当面同意"),
    ("桃林秀", "13722220002", "101", "", ""),
    ("溪水根", "", "102", "否", "没有手机，儿子在场"),
]
WRONG = ("溪水生", "1372222", "103", "", "")


def upload(page, path):
    page.locator("main").get_by_label("表格文件").set_input_files(path)
    press(page, "上传看看")


def open_desk(page, entry):
    """Go to a page of the desk through its menu, as on a phone."""
    page.goto("/desk/")
    page.locator("details.side-menu summary").click()
    with page.expect_navigation():
        page.locator("details.side-menu").get_by_role("link", name=entry).click()


def bring_in(town, page, folder):
    """Bring the roster in: first a sheet with a wrong cell, then a better one."""
    open_desk(page, "花名册")
    upload(page, roster(folder, "花名册.xlsx", *NEW, WRONG))
    trouble = page.get_by_role("table", name="有问题的行")
    expect(trouble).to_contain_text("B5")
    expect(trouble).to_contain_text("溪水生")
    looks_right(page)
    page.get_by_text("取消导入", exact=True).click()
    press(page, "删除这次导入")
    says(page, "导入已取消")
    upload(page, roster(folder, "花名册改好.xlsx", *NEW))
    says(page, "新登记")
    expect(trouble).to_have_count(0)
    press(page, f"导入 {len(NEW)} 人")
    complains(page, "有 2 处要改")
    looks_right(page)
    page.get_by_label("怎么征得同意的").fill("11 月入户说明了用途，本人口头同意")
    page.get_by_label("表里的人都知道").check()
    press(page, f"导入 {len(NEW)} 人")
    says(page, f"导入完了：{len(NEW)} 人")  # the page looks again by itself
    looks_right(page)
    names = [line[0] for line in NEW]
    there = town.ask(
        "SELECT count(*) FROM person JOIN branch_resident ON person_id = person.id"
        " WHERE name IN (SELECT value FROM json_each(?))",
        json.dumps(names),
    )
    assert there == len(NEW)


def name_officer(page):
    """The office of one whose term soon ends goes to somebody from the new roster."""
    open_desk(page, "班子")
    says(page, "组织委员 方志远")
    follow(page, "交接：组织委员")
    looks_right(page)
    page.get_by_label("接任的人").fill("没有这个人")
    press(page, "现在交接")
    complains(page)
    page.get_by_label("接任的人").fill("桃林生")
    press(page, "现在交接")
    says(page, "组织委员 桃林生")
    expect(page.get_by_text("方志远")).to_have_count(0)


def post_notice(page, title):
    open_desk(page, "通知栏")
    follow(page, "贴一张通知")
    press(page, "贴出去")
    complains(page)
    page.get_by_label("标题").fill(title)
    page.get_by_label("正文").fill("后天上午九点到樟树下领。\n\n带上身份证。")
    page.get_by_label("同时发给村民").check()
    press(page, "贴出去")
    says(page, "贴好了，村民现在就能看到")
    looks_right(page)


def wish_for_mail(page):
    """Ask for the village's notices by mail, too."""
    page.goto("/me/settings")
    page.get_by_label("村里的通知").check()
    press(page, "保存")
    expect(page.get_by_label("村里的通知")).to_be_checked()


def test_from_the_roster_to_the_villagers(town, tmp_path):
    title = "冬季慰问品到了"
    villager = town.person(VILLAGER)
    wish_for_mail(villager)
    desk = town.person(SECRETARY)
    says(desk, "演示数据")
    bring_in(town, desk, tmp_path)
    name_officer(desk)
    post_notice(desk, title)

    stranger = town.visitor()
    stranger.goto("/")
    follow(stranger, title)
    is_titled(stranger, title)
    says(stranger, "带上身份证。")

    villager.goto("/")
    expect(villager.get_by_role("link", name=title)).to_be_visible()
    asked = "SELECT count(*) FROM notice WHERE facts LIKE ? AND person_id = ?"
    who = town.ask("SELECT id FROM person WHERE email = ?", MAIL)
    until(lambda: town.ask(asked, f"%{json.dumps(title)[1:-1]}%", who))
    villager.goto("/inbox")
    unread = villager.locator("main li").filter(has_text=title)
    expect(unread).to_have_count(1)
    looks_right(villager)
    unread.get_by_role("button", name="查看").click()
    is_titled(villager, title)
    villager.goto("/inbox")
    expect(unread).to_have_count(1)
    expect(unread.get_by_text("未读")).to_have_count(0)

    letter = town.letter(MAIL, title)
    assert f"{town.url}/branches/" in letter.get_content()
    assert "0 broken" in town.server.command("check-invariants")
    assert len(town.letters(MAIL, title)) == 1
    assert town.letters(NEIGHBOUR, title) == []
    for page in (desk, stranger, villager):
        assert page.said == []
        assert page.strangers == []
