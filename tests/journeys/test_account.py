"""Stories about one's own account: coming in, getting in again, addresses, how pages look."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core.clock import now, village_day
from tests.journeys.measure import chinese_on
from tests.journeys.stories import complains, follow, is_titled, looks_right, press, says

MAIL, FIRST, SECOND = "newcomer@example.com", "一句自己知道的话 7", "换了一句知道的话 8"
OUT = re.compile(r"/login\b")


def link_in(letter, town):
    return re.search(rf"{re.escape(town.url)}/link/\S+", letter.get_content())[0]


def register(town, page):
    page.goto("/")
    follow(page, "登录", exact=True)
    follow(page, "注册账号")
    press(page, "注册")
    complains(page, "有 4 处要改")
    looks_right(page)
    page.get_by_label("姓名").fill("新来的")
    page.get_by_label("手机号或邮箱").fill(MAIL)
    page.get_by_label("设一个密码").fill("12345678")
    page.get_by_label("我读过并同意").check()
    press(page, "注册")
    expect(page.locator(".invalid-feedback")).to_have_count(1)  # too easy; the rest is kept
    assert page.get_by_label("姓名").input_value() == "新来的"
    page.get_by_label("设一个密码").fill(FIRST)
    press(page, "注册")
    is_titled(page, "还差一步")
    looks_right(page)
    page.goto(link_in(town.letter(MAIL, "注册账号"), town))
    looks_right(page)
    page.get_by_label("密码", exact=True).fill(FIRST)
    press(page, "完成注册")
    says(page, "账号开好了，欢迎您")


def sign_in(page, password):
    page.goto("/login")
    page.get_by_label("手机号或邮箱").fill(MAIL)
    page.get_by_label("密码", exact=True).fill(password)
    press(page, "登录")


def reset(town, page):
    page.goto("/login")
    follow(page, "忘记密码")
    page.get_by_label("手机号或邮箱").fill(MAIL)
    press(page, "下一步")
    is_titled(page, "看看信箱")
    looks_right(page)
    link = link_in(town.letter(MAIL, "设新密码"), town)
    page.goto(link)
    looks_right(page)
    page.get_by_label("新密码").fill(SECOND)
    press(page, "设好并登录")
    says(page, "密码设好了，您已登录")
    return link


def test_register_reset_and_two_devices(town):
    page = town.visitor()
    register(town, page)
    press(page, "退出登录")
    says(page, "已退出登录")
    page.goto("/me/")
    assert OUT.search(page.url)
    link = reset(town, page)
    page.goto("/me/")
    press(page, "退出登录")
    page.goto(link)  # a letter is good once
    says(page, "已经过期、用过")
    sign_in(page, FIRST)
    complains(page)
    assert page.get_by_label("手机号或邮箱").input_value() == MAIL
    looks_right(page)
    sign_in(page, SECOND)
    is_titled(page, "我的")
    elsewhere = town.visitor(width=1280)
    sign_in(elsewhere, SECOND)
    page.goto("/me/sessions")
    devices = page.locator("main .lines > li")
    expect(devices).to_have_count(2)
    looks_right(page)
    devices.filter(has_not_text="就是这台").get_by_role("button").click()
    says(page, "那台设备已退出")
    elsewhere.goto("/me/addresses")
    assert OUT.search(elsewhere.url)
    page.goto("/me/addresses")
    is_titled(page, "地址簿")
    assert page.said == elsewhere.said == []


def test_somebody_without_a_phone_comes_in_with_a_slip(town):
    officer, page = town.person("周建国"), town.visitor(elder=True)
    officer.goto("/desk/")
    officer.locator("main").get_by_role("link", name="桃源村党支部", exact=True).click()
    officer.locator("main").get_by_role("link", name="村民").first.click()
    officer.get_by_label("找人").fill("wuguixiang")
    press(officer, "找一找")
    follow(officer, "吴桂香")
    press(officer, "开一张验证码条子")
    is_titled(officer, "验证码条子")
    looks_right(officer)
    digits = re.search(r"\d{4} \d{4} \d{4}", officer.locator("main").inner_text())[0]
    page.goto("/login")
    follow(page, "用条子上的号码登录")
    page.get_by_label("条子上的号码").fill("0000 1111 2222")
    press(page, "下一步")
    complains(page)
    looks_right(page)
    page.get_by_label("条子上的号码").fill(digits)
    press(page, "下一步")
    is_titled(page, "接管您的账号")
    looks_right(page)
    page.get_by_label("手机号或邮箱").fill("137 2222 9999")
    page.get_by_label("设一个密码").fill(FIRST)
    press(page, "设好并登录")
    says(page, "您已登录")
    assert is_elder(page)
    says(page, "吴桂香")
    says(page, "桃源村")


def choose(page, label, option, *, scripts):
    """Choose; with scripts the next list comes by itself."""
    field = page.get_by_label(label, exact=True)
    if scripts:
        expect(page.get_by_role("button", name="选好了，接着选下一级")).to_be_hidden()
        with page.expect_navigation():
            field.select_option(label=option)
        return
    field.select_option(label=option)
    press(page, "选好了，接着选下一级")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_address_is_chosen_step_by_step(town, scripts):
    page = town.person("李秀英", scripts=scripts)
    page.goto("/me/addresses/new")
    page.get_by_label("详细地址").fill("南山路 5 号")
    choose(page, "省", "浙江省", scripts=scripts)
    choose(page, "市", "杭州市", scripts=scripts)
    press(page, "保存")
    complains(page, "区县")
    if scripts:
        looks_right(page)
    choose(page, "区县", "西湖区", scripts=scripts)
    expect(page.get_by_label("详细地址")).to_have_value("南山路 5 号")  # nothing typed is lost
    press(page, "保存")
    says(page, "地址存好了")
    kept = page.locator("main .lines > li").filter(has_text="浙江省杭州市西湖区南山路 5 号")
    with page.expect_navigation():
        kept.first.get_by_role("link", name=re.compile("^改")).click()
    page.get_by_label("省", exact=True).select_option(label="重庆市")
    page.get_by_label("收件人", exact=True).fill("李大山")
    press(page, "保存")
    complains(page)  # it has no cities: its districts are offered at once
    choose(page, "市", "万州区", scripts=scripts)
    press(page, "保存")
    says(page, "地址改好了")
    expect(kept.filter(has_text="李大山")).to_have_count(0)
    says(page, "重庆市万州区南山路 5 号")


def is_elder(page):
    return page.locator("html").get_attribute("data-elder") is not None


def test_large_letters_stay_after_signing_in_and_come_back_elsewhere(town):
    page = town.visitor()
    page.goto("/login")
    page.get_by_role("button", name="长辈版", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-elder", "")
    page.locator("button[value='吴强']").click()
    page.wait_for_url("**/me/")
    assert is_elder(page)
    page.goto("/me/settings")
    page.get_by_label("长辈版：大字、大按钮").check()
    press(page, "保存")
    assert is_elder(town.person("吴强"))
    page.get_by_role("button", name="标准版", exact=True).click()
    expect(page.get_by_role("button", name="长辈版", exact=True)).to_be_visible()
    assert not is_elder(page)
    assert not is_elder(town.person("吴强"))


def test_english_by_the_switch(town):
    page = town.visitor()
    page.goto("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert chinese_on(page, town.names()) == []
    follow(page, "Sign in", exact=True)
    assert chinese_on(page, town.names()) == []
    press(page, "Sign in")
    complains(page)
    assert chinese_on(page, town.names()) == []
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_two_change_the_same_notice_and_the_second_sees_both_texts(town):
    branch = town.ask("SELECT id FROM branch WHERE name = '桃源村党支部'")
    one, two = town.person("周建国"), town.person("李秀英")
    one.goto(f"/desk/{branch}/bulletins/new")
    one.get_by_label("标题").fill("两个人改的通知")
    one.get_by_label("正文").fill("地点：祠堂\n时间：九点")
    one.get_by_label("贴到哪一天").fill(str(village_day(now()) + timedelta(days=9)))
    press(one, "贴出去")
    for page in (one, two):
        page.goto(f"/desk/{branch}/bulletins/")
        follow(page, "修改：两个人改的通知")
    one.get_by_label("正文").fill("地点：祠堂\n时间：十点")
    press(one, "存下修改")
    says(one, "改好了")
    two.get_by_label("正文").fill("地点：学校\n时间：九点")
    press(two, "存下修改")
    is_titled(two, "别人先改了")
    assert "时间：十点" in two.locator(".diff del").all_inner_texts()
    assert "地点：学校" in two.locator(".diff ins").all_inner_texts()
    assert "地点：学校" in two.get_by_label("您写的全文").input_value()
    looks_right(two)
    follow(two, "打开现在的内容再改")
    assert two.get_by_label("正文").input_value().splitlines() == ["地点：祠堂", "时间：十点"]
    two.get_by_label("正文").fill("地点：学校\n时间：十点")
    press(two, "存下修改")
    says(two, "改好了")
