"""My hours: what I see, what I can do, and nobody else's."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.clock import village_day
from core.db import db
from services.hours.models import AttendanceStatus, Confirmed, HoursRequest
from services.hours.operations import certifying, correcting, objecting
from services.hours.queries import attendances as queries
from services.hours.rules import codes
from services.volunteering.models import Task
from tests.services.hours.world import DAY, HOUR

A, C = AttendanceStatus, Confirmed


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


@pytest.fixture
def li(world):
    return world.person()


@pytest.fixture
def client(as_person, li):
    return as_person(li)


def test_without_any_there_is_a_way_on(client):
    page = client.get("/hours")
    assert "还没有志愿时长" in page.text
    assert 'href="/volunteer/"' in page.text


def test_the_parts_on_the_page_make_up_its_total(world, wang, li, client, confirmed):
    by_hand = {"by_hand": True, "why": "没电", "in_by": world.officer.id}
    there = [
        world.ended(li, served=wang, minutes=61),
        world.ended(li, served=wang, minutes=30, before=2 * HOUR),
        world.ended(li, served=wang, minutes=25, before=3 * HOUR, **by_hand),
        world.ended(li, served=wang, minutes=33, before=4 * HOUR),
    ]
    confirmed(C.SERVED, wang, there[0], there[2])
    confirmed(C.PHONE, world.officer, there[1])
    page = client.get("/hours").text
    table = re.search(r"这一年的时长怎么来的.*?</table>", page, re.DOTALL)[0]
    said = re.findall(r"<td>\s*(?:<b>)?(.*?)(?:</b>)?\s*</td>", table)
    assert said == ["1 小时 1 分", "30 分钟", "25 分钟", "1 小时 56 分"]
    assert "等确认" in page, "what waits is listed, and not counted"


def test_another_year_has_its_own_picture(world, wang, li, client, confirmed, at):
    there = world.ended(li, served=wang, day=370)
    confirmed(C.SERVED, wang, there)
    then = village_day(there.starts_at).year
    assert f"/hours?year={then}" in client.get("/hours").text
    page = client.get(f"/hours?year={then}").text
    assert "1 小时" in page
    for wrong in ("1999", "3000", "x", "２０２６", "99999999999"):
        assert client.get(f"/hours?year={wrong}").status_code == 404


def test_a_long_list_goes_on(world, wang, li, client, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for day in range(5):
        world.ended(li, served=wang, day=day)
    seen, url = [], "/hours"
    while url:
        page = client.get(url).text
        seen += re.findall(r'href="/hours/([\w-]{24})"', page)
        more = re.search(r'href="(/hours\?year=\d+&amp;after=\d+)"', page)
        url = more and more[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 5


def test_somebody_elses_is_not_there(world, wang, client, as_person):
    there = world.ended(world.person("赵六"), served=wang)
    other = as_person(wang)
    for url in (f"/hours/{there.ref}", "/hours/no-such-thing"):
        assert client.get(url).status_code == 404
        assert other.get(url).status_code == 404
    assert client.send(f"/hours/{there.ref}/code", typed="123456").status_code == 404
    assert client.send(f"/hours/{there.ref}/correction", words="x").status_code == 404


def table_of(answer):
    sheet = load_workbook(BytesIO(answer.get_data())).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_table_is_ones_own_and_no_formula(world, wang, li, client, confirmed):
    evil = world.task(served=wang, title="=HYPERLINK(1)")
    confirmed(C.SERVED, wang, world.ended(li, task=evil))
    world.ended(li, served=wang, minutes=20, day=1)
    world.ended(world.person("赵六"), served=wang, minutes=999 // 10)
    answer = client.get("/hours/export.xlsx")
    assert answer.mimetype.endswith("sheet")
    assert "no-store" in answer.headers["Cache-Control"]
    head, *rows = table_of(answer)
    assert len(head) == 9
    assert [(row[0], row[3], row[4], row[7]) for row in rows] == [
        ("修水渠", 20, 0, "等确认"),
        ("'=HYPERLINK(1)", 60, 60, "已确认"),
    ]


# the six digits of the person served


def test_the_six_digits_confirm(world, wang, li, client):
    there = world.ended(li, served=wang)
    assert "六位确认码" in client.get(f"/hours/{there.ref}").text
    task_id = there.shift.task_id
    answer = client.send(f"/hours/{there.ref}/code", typed=codes.served_code(there.shift_id))
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "已确认" in page
    assert "服务对象报了确认码" in page
    assert db.session.get(Task, task_id).served_tries == 0


def test_ten_wrong_ones_and_no_more(world, wang, li, client):
    there = world.ended(li, served=wang)
    shift_id, task_id, url = there.shift_id, there.shift.task_id, f"/hours/{there.ref}/code"
    wrong = f"{(int(codes.served_code(shift_id)) + 1) % 10**6:06}"
    for number in range(1, 11):
        answer = client.send(url, typed=wrong)
        assert answer.status_code == 422
        assert "确认码不对" in answer.text
        assert db.session.get(Task, task_id).served_tries == number
    answer = client.send(url, typed=codes.served_code(shift_id))
    assert answer.status_code == 422
    assert "停用了" in answer.text
    db.session.refresh(there)
    assert there.status is A.ENDED


def test_the_code_of_last_week_says_nothing_of_this_one(world, wang, li, client):
    before = world.ended(li, served=wang, day=7)
    there = world.ended(li, task=before.shift.task)
    last_week = codes.served_code(before.shift_id)
    assert client.send(f"/hours/{before.ref}/code", typed=last_week).status_code == 302
    answer = client.send(f"/hours/{there.ref}/code", typed=last_week)
    assert answer.status_code == 422
    assert "确认码不对" in answer.text
    client.send(codes.served_url(before.shift))
    for row, status in ((before, A.CONFIRMED), (there, A.ENDED)):
        db.session.refresh(row)
        assert row.status is status


def test_what_nobody_was_served_by_has_no_code(world, li, client):
    there = world.ended(li)
    assert "确认码" not in client.get(f"/hours/{there.ref}").text
    answer = client.send(f"/hours/{there.ref}/code", typed="123456")
    assert answer.status_code == 422
    assert "由支部核实或公示" in answer.text


def test_the_qr_of_the_person_served(world, wang, li, client, as_person):
    there = world.ended(li, served=wang)
    url = codes.served_url(there.shift)
    assert "1 小时" in client.get(url).text
    answer = client.send(url)
    assert (answer.status_code, answer.location) == (302, "/hours")
    db.session.refresh(there)
    assert (there.status, there.confirmed_how) == (A.CONFIRMED, C.QR)
    assert "没有等确认的服务" in client.get(url).text
    assert client.send(url).status_code == 422
    assert as_person(wang).get(url).status_code == 200
    assert client.get(url[:-1] + ("0" if url[-1] != "0" else "1")).status_code == 404
    assert client.get("/volunteer/served/987654/abc").status_code == 404


# what is wrong, and what others said


def test_saying_that_it_is_wrong(world, wang, li, client):
    there = world.ended(li, served=wang)
    url = f"/hours/{there.ref}"
    answer = client.send(f"{url}/correction", words="")
    assert answer.status_code == 422
    assert "请写哪里不对" in answer.text
    answer = client.send(f"{url}/correction", words="我五点才走")
    assert answer.status_code == 302
    page = client.get(url).text
    assert "我五点才走" in page
    assert "告诉支部哪里不对" not in page, "it waits for an answer"
    assert client.send(f"{url}/correction", words="五点半").status_code == 422


def test_who_objected_is_not_told(world, wang, li, client, do):
    there = world.ended(li, served=wang)
    objection = do(objecting.object_to, there, "只来了十分钟", by=wang)
    page = client.get(f"/hours/{there.ref}").text
    assert "支部正在核实" in page
    assert "王奶奶" not in page
    assert "十分钟" not in page
    do(objecting.answer, objection, upheld=True, words="确实没来", by=world.officer)
    assert "确实没来" in client.get(f"/hours/{there.ref}").text


def test_a_void_says_why(world, wang, li, client, do):
    there = world.ended(li, served=wang)
    do(correcting.void, there, "签错了班次", by=world.officer)
    assert "签错了班次" in client.get(f"/hours/{there.ref}").text


# a certificate


def test_asking_for_a_certificate(world, wang, li, client, confirmed):
    assert "还没有确认过的时长" in client.get("/hours/certificate").text
    confirmed(C.SERVED, wang, world.ended(li, served=wang, day=2))
    page = client.get("/hours/certificate").text
    first, last = re.findall(r'type="date"[^>]*value="([\d-]+)"', page)
    asked = {"branch": world.branch.id, "first": first, "last": last}
    for wrong in ({"branch": world.above.id}, {"last": "2999-01-01"}, {"first": ""}):
        assert client.send("/hours/certificate", {**asked, **wrong}).status_code == 422
    answer = client.send("/hours/certificate", asked)
    assert (answer.status_code, answer.location) == (302, "/hours")
    assert "还没有开好" in client.get("/hours").text
    assert client.send("/hours/certificate", asked).status_code == 422
    assert db.session.query(HoursRequest).count() == 1


def test_taking_the_request_back(world, wang, li, client, confirmed, do, at, as_person):
    confirmed(C.SERVED, wang, world.ended(li, served=wang))
    day = village_day(at)
    asked = do(certifying.ask, world.branch, first=day, last=day, by=li)
    url = f"/hours/certificates/{asked.id}/withdraw"
    assert url in client.get("/hours").text
    assert as_person(wang).send(url).status_code == 404
    assert client.send(url).location == "/hours"
    page = client.get("/hours").text
    assert "还没有开好" not in page
    answer = client.send(url)
    assert (answer.status_code, "答复过了" in answer.text) == (422, True)


def test_hours_of_others_are_asked_for_by_nobody(world, wang, client, confirmed, at):
    confirmed(C.SERVED, wang, world.ended(world.person("赵六"), served=wang))
    day = village_day(at)
    asked = {"branch": world.branch.id, "first": day - DAY, "last": day}
    assert client.send("/hours/certificate", asked).status_code == 422
    assert db.session.query(HoursRequest).count() == 0


def test_the_menu_leads_here(client):
    assert 'href="/hours"' in client.get("/me/").text


def test_asked_for_hours_stand_at_their_branch(world, wang, li, confirmed, do, at):
    confirmed(C.SERVED, wang, world.ended(li, served=wang))
    day = village_day(at)
    made = do(certifying.ask, world.branch, first=day, last=day, by=li)
    assert made.branch_id == world.branch.id
