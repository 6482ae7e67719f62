"""How hands are lent: somebody acts for a neighbour, one comes, was there, and it is confirmed."""

import io
import re
from datetime import UTC, datetime, timedelta

import zxingcpp
from PIL import Image

from core.clock import VILLAGE, now, village_day
from tests.journeys.listing import photo
from tests.journeys.stories import complains, follow, looks_right, press, says

ELDER, HELPER, VOLUNTEER = "吴桂香", "王小满", "李秀英"


def let_act(secretary, branch):
    """The two of them come to the desk and sign; the photo of the paper makes it count."""
    secretary.goto(f"/desk/{branch}/proxies/")
    follow(secretary, "登记一份代办")
    press(secretary, "登记")
    complains(secretary)
    secretary.get_by_label("替谁办").fill(ELDER)
    secretary.get_by_label("谁来代办").fill(HELPER)
    secretary.locator("input[name=scopes][value=ask]").check()
    secretary.locator("input[name=until]").fill(str(village_day(now()) + timedelta(days=30)))
    press(secretary, "登记")
    says(secretary, "登记好了")
    looks_right(secretary)
    follow(secretary, "打印要签的纸")
    says(secretary, f"我，{ELDER}，请 {HELPER} 替我在网上办下面的事")
    looks_right(secretary)
    secretary.go_back()
    secretary.locator("input[name=picture]").set_input_files(photo())
    press(secretary, "交上去")
    says(secretary, "照片收好了，从现在起可以代办")
    looks_right(secretary)
    return secretary.url


def act_for(helper, name):
    """Begin to act for a neighbour who has agreed; a banner says so from then on."""
    helper.goto("/me/proxies/")
    with helper.expect_navigation():
        helper.get_by_role("button", name=f"开始代办：{name}").click()
    says(helper, f"您正在代 {name} 办理")
    looks_right(helper)


def act_for_oneself(helper):
    with helper.expect_navigation():
        helper.get_by_role("button", name="结束代办").first.click()
    says(helper, "代办结束了")


def ask_for(helper, kind):
    """Ask for help in two taps; return the request's address."""
    helper.goto("/help")
    with helper.expect_navigation():
        helper.locator("main").get_by_role("link", name=re.compile(kind)).first.click()
    press(helper, "发出去")
    says(helper, "收到了。支部会尽快答复")
    says(helper, "您正在代")
    looks_right(helper)
    return helper.url


def tell_by_slip(officer, desk):
    """She has no phone: another officer than who wrote it down tells her."""
    officer.goto(desk)
    says(officer, f"{HELPER} 代 {ELDER}")
    says(officer, "件还没有告诉本人")
    follow(officer, "打印条子")
    says(officer, "替您办了下面的事")
    looks_right(officer)
    officer.goto(desk)
    press(officer, "条子交给了本人")
    says(officer, "告诉了本人")


def arrange(secretary, branch, kind):
    """Arrange it for the coming hour; return the number of the task."""
    begins = datetime.now(VILLAGE) + timedelta(minutes=20)
    secretary.goto(f"/desk/{branch}/help")
    follow(secretary, re.compile(f"{kind} · {ELDER}"))
    secretary.locator("input[name=day]").fill(str(begins.date()))
    secretary.locator("input[name=begins]").fill(f"{begins:%H:%M}")
    secretary.locator("input[name=ends]").fill(f"{begins + timedelta(hours=1):%H:%M}")
    if secretary.locator("input[name=in_turn]").is_checked():
        secretary.locator("input[name=in_turn]").uncheck()
    press(secretary, "照这样安排")
    says(secretary, "安排好了。没有能收消息的手机")
    task = secretary.get_by_role("link", name="看这件服务任务，改时间").get_attribute("href")
    return int(re.search(r"/(\d+)$", task)[1])


def print_slip(secretary, branch, kind):
    """Print who comes, with the code that she gives away; return the QR's address and the code."""
    secretary.goto(f"/desk/{branch}/help?tab=planned")
    follow(secretary, re.compile(f"{kind} · {ELDER}"))
    press(secretary, "打印条子")
    says(secretary, f"给{ELDER}")
    looks_right(secretary)
    return scan(secretary), secretary.locator(".qr-code").inner_text().replace(" ", "")


def sign_up(volunteer, task):
    """Find it among what is to be done, sign up by one tap, and read what is needed there."""
    volunteer.goto("/volunteer/")
    with volunteer.expect_navigation():
        volunteer.locator(f"main a[href='/volunteer/{task}']").click()
    box = volunteer.locator("input[name=of_age]")
    if box.count():  # for who has told no date of birth
        box.first.check()
    with volunteer.expect_navigation():
        volunteer.get_by_role("button", name=re.compile("^报名")).first.click()
    says(volunteer, "报上了。到时候见")
    follow(volunteer, "看他要办什么、要带什么")
    says(volunteer, "看到的事请不要告诉别人")
    looks_right(volunteer)


def scan(page):
    """Read the QR on this page as the camera of another phone would; return its address."""
    seen = Image.open(io.BytesIO(page.locator(".qr").screenshot()))
    return zxingcpp.read_barcodes(seen)[0].text


def come(volunteer, secretary, branch, shift):
    """Check in by the QR on the organiser's screen; return its digits."""
    secretary.goto(f"/desk/{branch}/shifts/{shift}")
    digits = secretary.locator(".qr-code").inner_text().strip()
    volunteer.goto(scan(secretary))
    looks_right(volunteer)
    press(volunteer, "签到")
    says(volunteer, "签到好了")
    says(volunteer, "刚签到不到一分钟")
    looks_right(volunteer)
    return digits


def go(town, volunteer, shift, digits):
    """Half an hour later check out by the four digits."""
    earlier = (datetime.now(UTC) - timedelta(minutes=30)).strftime("%Y-%m-%d %H:%M:%S.%f")
    town.let_pass("UPDATE attendance SET starts_at = ? WHERE shift_id = ?", earlier, shift)
    volunteer.goto(f"/volunteer/here/{shift}")
    volunteer.locator("input[name=digits]").fill(digits)
    press(volunteer, "签退")
    says(volunteer, "签退好了")
    looks_right(volunteer)


def confirm(volunteer, address, code):
    """A wrong code is refused; the one on the slip of the person served confirms it."""
    here = volunteer.url
    volunteer.locator("input[name=typed]").fill(f"{(int(code) + 1) % 10**6:06}")
    press(volunteer, "确认")
    complains(volunteer)
    volunteer.goto(address)
    says(volunteer, "对方出示二维码，就是说属实。")
    looks_right(volunteer)
    press(volunteer, "确认")
    says(volunteer, "确认好了，谢谢您")
    volunteer.goto(here)
    says(volunteer, "记上")


def certify(volunteer, secretary, branch):
    """Ask for a certificate of the hours, have it issued; return its number."""
    volunteer.goto("/hours")
    follow(volunteer, "申请时长证明")
    press(volunteer, "请支部开证明")
    says(volunteer, "告诉支部了，开好会有消息")
    secretary.goto(f"/desk/{branch}/hours?tab=certificates")
    with secretary.expect_navigation():
        secretary.get_by_role("link", name=re.compile(f"不开.*{VOLUNTEER}")).click()
    looks_right(secretary)
    follow(secretary, "先不了")
    with secretary.expect_navigation():
        secretary.get_by_role("button", name=re.compile(f"开证明.*{VOLUNTEER}")).click()
    told = secretary.get_by_text(re.compile("开好了，编号")).inner_text()
    return re.search(r"编号 ([\w-]+)", told)[1]


def commend(secretary, above, branch, upper):
    """Propose to commend the volunteer from the true figures; the branch above agrees."""
    secretary.goto(f"/desk/{branch}/hours/people")
    follow(secretary, VOLUNTEER)
    looks_right(secretary)
    secretary.locator("textarea[name=words]").fill("随叫随到，一趟也没落下。")
    press(secretary, "交给上级支部")
    says(secretary, "建议交给上级支部了")
    above.goto(f"/desk/{upper}/hours?tab=commendations")
    follow(above, VOLUNTEER)
    looks_right(above)
    above.locator("select[name=agreed]").select_option("yes")
    press(above, "答复")
    says(above, "答复好了")
