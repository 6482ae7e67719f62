"""The public page says how a certificate stands and nothing else; the paper leads there."""

import re
from datetime import timedelta
from urllib.parse import quote

import html5lib
import pytest
from sqlalchemy import select, update

from core.accounts.models import Throttle
from core.accounts.queries import get_person
from core.certificates import operations, queries, rules
from core.certificates.models import Certificate
from core.certificates.papers import write_certificate
from core.clock import now, village_day
from core.db import db, writing
from tests.core.certificates.conftest import get
from tests.counting import queries_in
from tests.pages import X
from tests.paper import lines_of, scanned

DAY = timedelta(days=1)
PAGES = re.compile(rb"/Type /Page\b(?!s)")


def main_of(answer):
    """Return the texts between masthead and foot, without blank ones."""
    tree = html5lib.HTMLParser().parse(answer.text)
    [main] = list(tree.iter(f"{X}main"))
    return [" ".join(text.split()) for text in main.itertext() if text.strip()]


def url_of(certificate):
    return f"/certificates/{certificate.number}"


def change(certificate, **values):
    """Change the row as another worker does: nothing here hears of it."""
    with writing():
        step = update(Certificate).where(Certificate.id == certificate.id)
        db.session.execute(step.values(**values))


STATES = {
    "valid": ({"revoked_at": None}, "有效", "查到了，这张证书是真的，现在有效。"),
    "last day": ({"valid_until": 0}, "有效", "查到了，这张证书是真的，现在有效。"),
    "expired": ({"valid_until": -1}, "已过期", "查到了，这张证书是真的，但是已经过了有效期。"),
    "revoked": ({"revoked_at": True}, "已撤销", "这张证书已经撤销，不能再用。"),
}


@pytest.mark.both_engines
@pytest.mark.parametrize("how", STATES)
def test_the_page_says_this_and_nothing_else(how, client, certificate, branch, at):
    values, chip, sentence = STATES[how]
    today, until = village_day(at), "没有定期限"
    given = dict(values)
    if "valid_until" in given:
        day = today + given["valid_until"] * DAY
        given |= {"valid_until": day, "issued_on": today - 9 * DAY}
        until = f"{day.year}年{day.month}月{day.day}日"
    if given.get("revoked_at"):
        given["revoked_at"] = at
    change(certificate, **given)
    answer = client.get(url_of(certificate))
    assert answer.status_code == 200
    labels = {
        "证书查验",
        "编号",
        "证书",
        "发给谁",
        "写着什么",
        "有效到",
        "哪个支部开的",
        "查另一张",
    }
    said = {certificate.number, chip, sentence, "志愿服务时长证明", "欧阳某"}
    said |= {"到 13月1日 截止", until, branch.name}
    assert set(main_of(answer)) == labels | said
    assert '<meta name="robots" content="noindex"' in answer.text


@pytest.mark.both_engines
def test_no_other_fact_stands_anywhere_in_the_answer(
    client, do, make, certificate, officer, asked, holder, at
):
    do(operations.confirm_revocation, asked, by=make.actor(officer))
    secretary = get_person(asked.asked_by)
    answer = client.get(url_of(certificate))
    whole = answer.text + str(answer.headers)
    day = village_day(at)
    hidden = [holder.name, "秀英", secretary.name, officer.name, asked.reason, certificate.source]
    hidden += [f"{day.month}月{day.day}日", day.isoformat(), holder.phone]
    assert [each for each in hidden if each in whole] == []


def test_it_changes_with_the_next_request(client, certificate, at):
    """Nothing of the page is kept: what another worker has stored is what is said."""
    assert "现在有效" in client.get(url_of(certificate)).text
    change(certificate, revoked_at=at)
    assert "已经撤销" in client.get(url_of(certificate)).text


@pytest.mark.both_engines
def test_however_the_number_is_typed(client, certificate):
    typed = certificate.number.replace("-", "").lower()
    for each in (typed, certificate.number.lower(), certificate.number.removeprefix("XC-")):
        assert client.get(f"/certificates/{each}").status_code == 200
        led = client.get(f"/certificates/?number={quote(each)}")
        assert led.location == url_of(certificate)
    assert client.get("/certificates/?number=%20").status_code == 200


@pytest.mark.parametrize("number", ["XC-2222-2222-22", "XC-2222-2222-23", "x", "证书", "<b>", "%"])
def test_unknown_is_not_revoked_and_asks_again(client, certificate, number):
    answer = client.get(f"/certificates/{quote(number)}")
    assert answer.status_code == 404
    assert "查不到" in answer.text
    assert "撤销" not in answer.text
    slip = "抄错了" in answer.text
    assert slip is (number != "XC-2222-2222-22")
    assert 'name="number"' in answer.text
    assert '<meta name="robots" content="noindex"' in answer.text
    typed = client.get("/certificates/", query_string={"number": number})
    assert typed.status_code == (404 if slip else 302)


def test_in_english(client, certificate):
    for url in ("/certificates/", url_of(certificate), "/certificates/x"):
        assert client.get(f"{url}?lang=en").status_code in {200, 404}


def guess(client, count, **kw):
    """Try so many numbers that are well written and were never issued; return the last answer."""
    for _each in range(count):
        answer = client.get(f"/certificates/{rules.new_number()}", **kw)
    return answer


@pytest.mark.both_engines
def test_who_guesses_is_stopped_and_who_mistypes_is_not(client, certificate):
    client.look = False
    for _each in range(rules.GUESSES.most + 5):
        assert client.get("/certificates/mistyped").status_code == 404
        assert client.get(url_of(certificate)).status_code == 200
    assert db.session.scalar(select(Throttle.count)) is None
    assert guess(client, rules.GUESSES.most).status_code == 404
    stopped = guess(client, 1)
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 301
    assert client.get(url_of(certificate)).status_code == 429
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    assert client.get(url_of(certificate), **elsewhere).status_code == 200
    for ago, status in ((270, 429), (301, 200)):
        with writing():
            db.session.execute(update(Throttle).values(since=now() - timedelta(seconds=ago)))
        assert client.get(url_of(certificate)).status_code == status


def test_a_page_costs_few_queries(client, certificate):
    url = url_of(certificate)
    client.get(url)
    assert queries_in(lambda: client.get(url)) <= 5


@pytest.fixture
def paper(certificate, app):
    """Return the lines of the certificate on paper, and where its code leads."""

    def write(row=certificate, state=rules.State.VALID):
        with app.test_request_context():
            return write_certificate(row, state=state, address="http://localhost/x")

    return write


def test_the_paper_and_its_code(client, certificate, holder, branch):
    client.log_in(holder)
    answer = client.get(f"{url_of(certificate)}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    made = answer.data
    assert b"/MediaBox [0 0 595.28 841.89]" in made  # A4
    assert len(PAGES.findall(made)) == 1
    address = f"http://localhost{url_of(certificate)}"
    assert scanned(made) == address
    lines = lines_of(made)
    for said in ("志愿服务时长证明", f"编号 {certificate.number}", "欧阳秀英：", "到 13月1日 截止"):
        assert said in lines
    for said in ("没有定期限", branch.name, f"电话：{branch.phone}", address):
        assert said in lines
    known, issuer = rules.holder_number(holder.id), certificate.issuer.name
    assert f"志愿者编号 {known}" in lines
    assert f"开具人：{issuer}" in lines
    public = client.get(url_of(certificate)).text
    for hidden in (known, issuer, branch.phone):
        assert hidden not in public
    assert "已撤销" not in lines
    visitor = client.application.test_client()
    assert visitor.get(scanned(made).removeprefix("http://localhost")).status_code == 200


def test_only_a_volunteer_has_a_volunteers_number(paper, certificate):
    change(certificate, kind="course")
    assert not any("志愿者编号" in line for line in lines_of(paper(get(certificate))))


@pytest.mark.parametrize(("state", "word"), [("expired", "已过期"), ("revoked", "已撤销")])
def test_what_no_longer_counts_says_so_on_paper(paper, state, word):
    assert word in lines_of(paper(state=rules.State(state)))


def test_long_words_go_on_to_another_page(paper, certificate):
    change(certificate, content=[["很长的一句话。" * 30, {}]] * 12, holder="नमस्ते李😀" * 5)
    made = paper(get(certificate))
    assert len(PAGES.findall(made)) > 1
    assert scanned(made) == "http://localhost/x"


def test_the_paper_is_for_the_holder_and_the_branch(client, make, certificate, officer, upper):
    url = f"{url_of(certificate)}.pdf"
    assert client.get(url).location.startswith("/login")
    for person, status in ((officer, 200), (upper, 404), (make.person(), 404)):
        client.log_in(person)
        assert client.get(url).status_code == status
    assert client.get("/certificates/XC-2222-2222-22.pdf").status_code == 404


@pytest.mark.both_engines
def test_ones_own(client, make, do, issue, asked, holder, officer, monkeypatch):
    issue("hours:2", valid_until=village_day(asked.asked_at))
    do(operations.confirm_revocation, asked, by=make.actor(officer))
    client.log_in(holder)
    text = client.get("/me/certificates").text
    assert "时长算错了" in text
    for said in ("已撤销", "有效", "别人看到的", "打印"):
        assert said in text
    monkeypatch.setattr(queries, "PAGE", 1)
    newest = queries.list_of(holder.id)[0]
    assert f"?after={newest.id}" in client.get("/me/certificates").text
    assert "时长算错了" in client.get(f"/me/certificates?after={newest.id}").text
    assert client.get("/me/certificates?after=x").status_code == 404
    client.log_in(make.person())
    assert "还没有证书" in client.get("/me/certificates").text
