"""Each invariant finds the one defect it is there for, and a healthy market has none."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.clock import now, village_day
from core.db import db, writing
from core.notices.models import Notice
from shop.catalog.queries.invariants import INVARIANTS
from shop.questions.models import Question
from shop.questions.queries.invariants import INVARIANTS as OF_QUESTIONS
from shop.reports.models import ListingReport, ReportReason, ReportStatus
from shop.reports.queries.invariants import INVARIANTS as OF_REPORTS
from tests.shop.catalog.conftest import broken, pack_of

ALL = {**INVARIANTS, **OF_QUESTIONS, **OF_REPORTS}


def change(row, **values):
    table = type(row)
    with writing():
        db.session.execute(update(table).where(table.id == row.id).values(**values))


def stock_is_its_moves(offered, shop, make):
    change(pack_of(offered), stock=9)


def ahead_over_cap(offered, shop, make):
    day = village_day(now()) + timedelta(days=9)
    change(pack_of(offered), ship_by=day, cap=5)


def least_price(offered, shop, make):
    change(offered, least_fen=1)


def sells(offered, shop, make):
    change(offered, sells=False)


def offered_without_price(offered, shop, make):
    shop.product(offered.producer)


def under_a_strange_verification(offered, shop, make):
    change(offered, sponsorship_id=shop.sponsorship(shop.producer()).id)


def removed_but_on(offered, shop, make):
    change(offered, removed_at=now())


def question(offered, make, **kw):
    made = {"text": "甜吗", "asked_at": now(), **kw}
    return make.add(Question(product_id=offered.id, person_id=make.person().id, **made))


def answered_untold(offered, shop, make):
    question(offered, make, answer="甜", answered_at=now())


def hidden_by_nobody(offered, shop, make):
    question(offered, make, hidden_at=now())


def report(offered, make, **kw):
    made = {"reason": ReportReason.FALSE, "text": "假", "made_at": now(), **kw}
    made = {"status": ReportStatus.UPHELD, "decided_at": now(), **made}
    return make.add(ListingReport(product_id=offered.id, person_id=make.person().id, **made))


def decided_untold(offered, shop, make):
    report(offered, make, decided_by=make.person().id)


def decided_by_nobody(offered, shop, make):
    told(report(offered, make), "reports.upheld", make)


def told(row, event, make):
    about = f"{row.__tablename__}:{row.id}"
    make.add(
        Notice(
            key=f"{event}:{about}",
            person_id=row.person_id,
            event=event,
            about=about,
            facts={"title": "橘", "decision": "假"},
            url="/",
            at=now(),
        )
    )


CATALOG = (
    stock_is_its_moves, ahead_over_cap, least_price, sells, offered_without_price,
    under_a_strange_verification, removed_but_on,
)  # fmt: skip
QUESTIONS = (answered_untold, hidden_by_nobody)
REPORTS = (decided_untold, decided_by_nobody)
DEFECTS = {
    f"{room}.{each.__name__}": each
    for room, defects in (("catalog", CATALOG), ("questions", QUESTIONS), ("reports", REPORTS))
    for each in defects
}


def test_every_invariant_has_its_defect():
    assert set(DEFECTS) == set(ALL)


@pytest.mark.both_engines
def test_a_healthy_market_has_none(offered, make, at):
    question(offered, make)
    assert broken(at, of=ALL) == {}


@pytest.mark.both_engines
@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(name, offered, shop, make, at):
    DEFECTS[name](offered, shop, make)
    assert set(broken(at, of=ALL)) == {name}


def test_rows_are_named(offered, at, shop, make):
    sells(offered, shop, make)
    assert [row[0] for row in broken(at)["catalog.sells"]] == [offered.id]
