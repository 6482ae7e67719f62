"""A town to walk through: the demo world behind gunicorn and a worker, and one real browser."""

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect, sync_playwright

from core.app import create_app
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from tests.conftest import make_tables, settings_in
from tests.outside import MailServer, SmsServer, serving
from tests.server import Server
from wsgi import AREAS

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
KEPT_FOR = 600  # seconds; less than a sign-in stays fresh
PATIENCE = 60  # seconds for what the worker does, on a busy machine
SLOWEST = 30_000  # milliseconds for a page, on a busy machine
expect.set_options(timeout=SLOWEST)
PHONE = {"width": 390, "height": 844}


class Town:
    """The running house, its browser, and the mail and short messages that reach the village."""

    def __init__(self, server, mail, sms, browser):
        self.server, self.mail, self.sms, self.browser = server, mail, sms, browser
        self.url = server.url
        self.opened, self.kept = [], {}

    def visitor(self, *, width=390, elder=False, scripts=True, language="zh-CN"):
        """Return a page of somebody who was never here; it notes what goes wrong on it."""
        context = self.browser.new_context(
            viewport={**PHONE, "width": width},
            java_script_enabled=scripts,
            locale=language,
            base_url=self.url,
        )
        context.set_default_timeout(SLOWEST)
        if elder:
            context.add_cookies([{"name": "elder", "value": "1", "url": self.url}])
        page = context.new_page()
        page.said, page.strangers, page.coming, page.visited = [], [], set(), set()
        page.on("console", lambda message: self.hear(page, message))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: self.watch(page, request))
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self.arrived(page, request))
        self.opened.append(context)
        return page

    def hear(self, page, message):
        """Note what the browser complains of, but not that a page itself says no."""
        answered = "status of 4" in message.text and message.location["url"] in page.visited
        if message.type in {"error", "warning"} and not answered:
            page.said.append(message.text)

    def watch(self, page, request):
        page.coming.add(request)
        if request.is_navigation_request():
            page.visited.add(request.url)
        if not request.url.startswith((self.url, "data:")):
            page.strangers.append(request.url)

    @staticmethod
    def arrived(page, request):
        page.coming.discard(request)

    def open(self, page, path):
        """Open the address, wait until nothing more comes, and return the status of the answer.

        What went wrong before is over.
        """
        page.said.clear()
        page.strangers.clear()
        page.coming.clear()
        answer = page.goto(path)
        while page.coming:
            page.wait_for_timeout(10)
        return answer.status

    def person(self, name, **kw):
        """Return a page of a demo person, signed in by one tap."""
        page = self.visitor(**kw)
        page.goto("/login")
        page.locator(f"button[value='{name}']").click()
        page.wait_for_url("**/me/")
        return page

    def page_of(self, name, **kw):
        """Return a page of this person (or a visitor, for ``) that is kept for all tests.

        Whoever signed in long ago would be asked again who they are: a new page takes its place.
        """
        key = name, *sorted(kw.items())
        page, since = self.kept.get(key, (None, 0.0))
        if page is None or time.monotonic() - since > KEPT_FOR:
            if page is not None:
                page.context.close()
            page, since = self.person(name, **kw) if name else self.visitor(**kw), time.monotonic()
            self.opened.remove(page.context)
            self.kept[key] = page, since
        return page

    def leave(self):
        """Close what a test has opened."""
        while self.opened:
            self.opened.pop().close()

    def names(self):
        """Return the names that people and places have in every language."""
        return self.ask(
            "SELECT json_group_array(name) FROM (SELECT name FROM branch UNION SELECT name FROM"
            " branch_unit UNION SELECT name FROM person UNION SELECT title FROM branch_bulletin"
            " UNION SELECT name FROM shop_producer UNION SELECT title FROM shop_product"
            " UNION SELECT name FROM shop_pack UNION SELECT title FROM volunteer_task"
            " UNION SELECT title FROM training_version UNION SELECT name FROM training_organiser)",
            read=json.loads,
        )

    def ask(self, sql, *values, read=lambda value: value):
        """Return the first value of a row of the database, read from beside the house."""
        with closing(sqlite3.connect(self.server.folder / "house.db", timeout=10)) as connection:
            row = connection.execute(sql, values).fetchone()
        assert row, (sql, values)
        return read(row[0])

    def let_pass(self, sql, *values):
        """Let time have passed, as nobody waits for it in a test."""
        with closing(sqlite3.connect(self.server.folder / "house.db", timeout=10)) as connection:
            connection.execute(sql, values)
            connection.commit()

    def letters(self, to, word):
        """Return the letters to this address that have the word in them."""
        return [
            letter
            for letter in self.mail.letters
            if letter["To"] == to and word in letter["Subject"] + letter.get_content()
        ]

    def letter(self, to, word):
        """Wait until such a letter has come."""
        return until(lambda: (self.letters(to, word) or [None])[-1])

    def messages(self, to):
        """Return the texts of the short messages to this number, in their order."""
        return [each["text"] for each in self.sms.messages if each["to"] == to]

    def message(self, to, word, *, after=0):
        """Wait until a short message with this word has come after so many; return the last."""
        return until(lambda: next((t for t in self.messages(to)[after:][::-1] if word in t), None))


def until(look, seconds=PATIENCE):
    """Return what `look` sees as soon as it sees something."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return seen


def fill_with_demo():
    at = now()
    with writing():
        for area in HOUSE.areas:
            if area.demo is not None:
                area.demo(at)


def furnish(folder, url):
    """Make the tables and put in the demo world."""
    make_tables(url, folder)
    with create_app(AREAS, settings_in(folder, url)).app_context():
        fill_with_demo()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: `make test` finds or installs one"
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def whole_town(tmp_path_factory, browser):
    folder = tmp_path_factory.mktemp("town")
    url = f"sqlite:///{folder}/house.db"
    furnish(folder, url)
    with serving(MailServer()) as mail, serving(SmsServer()) as sms:
        ways = {
            "MAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "SMS_URL": f"http://key@127.0.0.1:{sms.port}/send",
        }
        server = Server(folder, url, workers=1, **ways)
        server.start()
        server.begin("wsgi", "worker")
        server.wait()
        yield Town(server, mail, sms, browser)
        try:  # no story leaves behind what another would stumble over
            assert " 0 broken" in server.command("check-invariants")
        finally:
            server.stop()


@pytest.fixture
def town(whole_town):
    yield whole_town
    whole_town.leave()
