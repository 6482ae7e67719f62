"""The second step of signing in, in a house that is no demo: on, used, spent from paper, off."""

import re

import pytest

from core.accounts import passwords, totp
from core.adapters.keys import add_key
from core.app import create_app
from core.clock import now
from core.db import db
from tests.conftest import make_tables, settings_in
from tests.journeys.conftest import Town
from tests.journeys.measure import barriers_on, sizes_of
from tests.journeys.stories import complains, follow, is_titled, press, says
from tests.make import Make
from tests.outside import MailServer, SmsServer, serving
from tests.server import Server
from wsgi import AREAS

PHONE, PASSWORD = "13911110000", "一句自己知道的话 7"
SECRET = re.compile(r"^[A-Z2-7]{32}$")


@pytest.fixture(scope="module")
def open_house(tmp_path_factory, browser):
    """A house for the public, in which one secretary has a password."""
    folder = tmp_path_factory.mktemp("office")
    url = f"sqlite:///{folder}/house.db"
    make_tables(url, folder)
    with create_app(AREAS, settings_in(folder, url)).app_context():
        make = Make()
        able = {"password_hash": passwords.hash_password(PASSWORD), "phone_confirmed_at": now()}
        make.officer(make.branch(), person=make.person(name="周建国", phone=PHONE, **able))
        db.session.remove()
        db.engine.dispose()
    add_key(folder / "keys" / "seal.keys")
    with serving(MailServer()) as mail, serving(SmsServer()) as sms:
        values = {
            "XINGCUN_MODE": "production",
            "SECRET_KEY": "Zt7-long-enough-and-known-to-nobody-0123456789",
            "PUBLIC_URL": "https://127.0.0.1",
            "TRUSTED_HOSTS": "127.0.0.1",
            "MAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "SMS_URL": f"http://key@127.0.0.1:{sms.port}/send",
            "SEAL_KEYS": f"file:{folder}/keys/seal.keys",
        }
        server = Server(folder, url, workers=1, **values)
        server.start()
        server.wait()
        yield Town(server, mail, sms, browser)
        server.stop()


@pytest.fixture
def office(open_house):
    yield open_house
    open_house.leave()


class Authenticator:
    """What shows the codes; time goes on for it, so that no code is used twice."""

    def __init__(self, secret):
        self.secret, self.last = secret, 0

    def code(self, page):
        """Wait for a code that was not used yet, as one does before the phone."""
        while totp.step_at(now()) + 1 <= self.last:
            page.wait_for_timeout(500)
        self.last = max(self.last + 1, totp.step_at(now()))
        return totp.code_of(self.secret, self.last)


@pytest.mark.parametrize("elder", [False, True], ids=["usual", "elder"])
def test_on_used_and_off_again(office, elder):
    page = office.visitor(elder=elder)
    sign_in(page)
    is_titled(page, "我的")
    phone, secret, paper = switch_on(page)
    sign_out(page)

    sign_in(page)
    is_titled(page, "第二步验证")
    fits(page)
    fill_in(page, "000000", "登录")
    complains(page)
    fits(page)
    fill_in(page, phone.code(page), "登录")
    is_titled(page, "我的")
    sign_out(page)

    sign_in(page)
    fill_in(page, paper[3], "登录")
    is_titled(page, "我的")
    page.goto("/me/second-factor")
    says(page, "还剩 9 个")
    fits(page)
    follow(page, "换十个新的备用码")
    fits(page)
    press(page, "换十个新的")
    complains(page)
    fits(page)
    fill_in(page, paper[5], "换十个新的")
    fits(page)
    anew = codes_on(page)
    assert len(anew) == len(paper) == 10
    assert not set(anew) & set(paper)
    follow(page, "收好了")

    follow(page, "关掉")
    fits(page)
    fill_in(page, paper[0], "关掉")
    complains(page)
    fits(page)
    fill_in(page, anew[0], "关掉")
    says(page, "第二步验证关掉了，其他设备都已退出")
    fits(page)
    sign_out(page)
    sign_in(page)
    is_titled(page, "我的")
    assert page.said == []
    assert page.strangers == []
    assert secret.encode() not in (office.server.folder / "house.db").read_bytes()


def sign_in(page):
    page.goto("/login")
    page.get_by_label("手机号或邮箱").fill(PHONE)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    press(page, "登录")


def sign_out(page):
    page.goto("/me/")
    press(page, "退出登录")
    says(page, "已退出登录")


def switch_on(page):
    """Scan the code, type what the phone shows; return phone, secret and the codes on paper."""
    page.goto("/me/second-factor")
    fits(page)
    follow(page, "打开")
    fits(page)
    press(page, "装好了，看二维码")
    is_titled(page, "用验证器扫一扫")
    fits(page)
    secret = page.locator("p.qr-code").inner_text().replace(" ", "")
    assert SECRET.match(secret)
    phone = Authenticator(secret)
    fill_in(page, "000000", "打开第二步验证")
    complains(page)
    fits(page)
    fill_in(page, phone.code(page), "打开第二步验证")
    is_titled(page, "十个备用码")
    fits(page)
    paper = codes_on(page)
    follow(page, "收好了")
    says(page, "还剩 10 个")
    fits(page)
    return phone, secret, paper


def fill_in(page, code, button):
    page.locator("main input[name=code]").fill(code)
    press(page, button)


def codes_on(page):
    return [each.replace(" ", "") for each in page.locator("li.qr-code").all_inner_texts()]


def fits(page):
    """Measure the page as it stands, on two phones."""
    found = {}
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 844})
        found[width] = sizes_of(page) + barriers_on(page)
    assert found == {390: [], 360: []}
