"""Learn, pass, list packaged food; two revoke the certificate: the right is gone at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.certificates import operations
from core.certificates.models import Certificate
from core.clock import day_starts
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from core.qualifications import jobs as qualification_jobs
from core.qualifications.models import Qualification
from core.qualifications.operations import revoke
from core.search import jobs as search
from shop.catalog import queries
from shop.catalog.models import Pack
from shop.orders.models import OrderStatus
from shop.orders.operations import selling
from shop.producers.models import PaperKind, ProductClass
from tests.make_shop import MakeShop
from tests.shop.orders.conftest import HERE, buyer, place
from tests.training.exams.world import fresh

__all__ = ["buyer", "place"]
pytestmark = pytest.mark.both_engines
TITLE = "桃源黄豆酱"


@pytest.fixture
def shop(make):
    return MakeShop(make)


@pytest.fixture
def product(shop, school):
    """Packaged food of the learner, with all that is asked for but the qualification."""
    producer = shop.producer(school.learner, unit=school.unit, district=HERE)
    shop.zone(producer)
    for kind in (PaperKind.BUSINESS, PaperKind.SMALL_WORKSHOP):
        shop.paper(producer, kind)
    return shop.on_sale(
        producer, category="sauce", product_class=ProductClass.WORKSHOP, title=TITLE
    )


def is_on_sale(product, at):
    db.session.rollback()
    return queries.find_on_sale(product.id, at=at) is not None


def ask(school):
    """Let the first of the two ask; return what was asked."""
    paper = db.session.scalars(select(Certificate)).one()
    with writing():
        return operations.ask_revocation(
            paper, reason="考试是别人代考的", by=school.actor(school.officer), at=school.at
        )


def confirm(school, asked):
    with writing():
        operations.confirm_revocation(asked, by=school.actor(school.second), at=school.at)


def test_passing_lets_it_be_sold_and_two_take_it_away(school, product, client, at, place, shop):
    url, lists = f"/market/{product.id}", ("/market/", f"/search?q={TITLE}", "/sitemap.xml")
    assert not is_on_sale(product, at)
    assert client.get(url).status_code == 404
    school.sit()
    search.rebuild()
    assert is_on_sale(product, at)
    for each in (url, *lists):
        assert url in client.get(each).text, each
    pack = db.session.scalars(select(Pack).where(Pack.product_id == product.id)).one()
    (order,) = place((pack, 1)).orders
    asked = ask(school)
    assert is_on_sale(product, at), "one alone takes nothing away"
    confirm(school, asked)
    assert not is_on_sale(product, at)
    assert client.get(url).status_code == 404
    for each in lists:
        assert url not in client.get(each).text, each
    with writing():
        selling.accept(order, by=school.actor(), at=at)
    assert fresh(order).status is OrderStatus.ACCEPTED


def test_the_holder_hears_of_both_and_the_pages_say_so(school, client, at):
    school.sit()
    confirm(school, ask(school))
    right, paper = (
        db.session.scalars(select(table)).one() for table in (Qualification, Certificate)
    )
    assert (right.revoked_at, right.revoked_by) == (at, school.second.id)
    assert right.revoked_why == "考试是别人代考的"
    query = select(Notice.event).where(Notice.person_id == school.learner.id).order_by(Notice.id)
    events = db.session.scalars(query).all()
    assert sorted(events[2:]) == ["certificates.revoked", "qualifications.revoked"]
    assert "已经撤销，不能再用" in client.get(f"/certificates/{paper.number}").text
    client.log_in(school.learner)
    for page in ("/me/certificates", "/me/qualifications"):
        text = client.get(page).text
        assert "已撤销" in text
        assert "考试是别人代考的" in text


def test_whoever_passes_anew_has_the_right_again(school, product, at):
    school.sit()
    confirm(school, ask(school))
    school.enrol(school.learner)
    school.sit()
    assert is_on_sale(product, at)


def test_dropping_it_changes_nothing(school, product, at):
    school.sit()
    asked = ask(school)
    with writing():
        operations.drop_revocation(asked, by=school.actor(school.second), at=at)
    assert is_on_sale(product, at)


def test_one_officer_alone_does_not_take_the_right_away(school, client, at):
    school.sit()
    right = db.session.scalars(select(Qualification)).one()
    with pytest.raises(Refused, match="两个人"), writing():
        revoke(right, reason="x", by=school.actor(school.officer), at=at)
    client.log_in(school.officer)
    desk = f"/desk/{school.branch.id}/qualifications/"
    assert f"{right.id}/revoke" not in client.get(desk).text
    assert "撤销那张结业证书" in client.get(f"{desk}{right.id}/revoke").text
    assert client.send(f"{desk}{right.id}/revoke", reason="x", form_key="k" * 12).status_code == 422
    assert fresh(right).revoked_at is None


def test_it_lapses_on_its_day_and_who_holds_it_is_told_to_learn_anew(school, product, at):
    school.sit()
    right = db.session.scalars(select(Qualification)).one()
    last = day_starts(right.valid_until) + timedelta(hours=23)
    assert is_on_sale(product, last)
    assert not is_on_sale(product, last + timedelta(hours=1))
    qualification_jobs.remind(last)
    events = db.session.scalars(select(Notice.event).where(Notice.person_id == school.learner.id))
    assert "qualifications.runs_out_course" in set(events)


def test_what_the_public_and_the_holder_read(school, client):
    school.sit()
    paper = db.session.scalars(select(Certificate)).one()
    text = client.get(f"/certificates/{paper.number}").text
    for words in ("结业证书", "张某", "桃源村党支部", "学完了课程《食品安全与标签》，考试合格"):
        assert words in text
    assert "张桂兰" not in text
    english = client.get(f"/certificates/{paper.number}?lang=en").text
    assert "食品安全与标签" in english
    client.log_in(school.learner)
    pdf = client.get(f"/certificates/{paper.number}.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert paper.number in client.get("/me/certificates").text
    mine = client.get("/me/qualifications").text
    assert paper.number in mine
    assert "学完课程、考试合格得来的" in mine
