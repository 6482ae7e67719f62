"""Paid work records no hours and gives no certificate: nothing of theirs leads here or back."""

import ast
from pathlib import Path

import pytest

import services.paid_work
from core.certificates.models import CertificateKind
from core.db import Base
from services.volunteering.models import Source

HERE = Path(services.paid_work.__file__).parent
PAID = {"paid_work", "paid_work_deal"}
APART = {
    "attendance", "attendance_objection", "attendance_correction", "hours_entry", "hours_request",
    "commendation", "certificate", "certificate_revocation", "volunteer_task", "volunteer_shift",
    "volunteer_signup",
}  # fmt: skip


@pytest.fixture
def whole():
    """Tables and code are looked at without a house."""


def reached(names):
    """Return all tables that can be reached from these by foreign keys."""
    tables, found, new = Base.metadata.tables, set(), set(names)
    while new:
        found |= new
        new = {key.column.table.name for name in new for key in tables[name].foreign_keys} - found
    return found - set(names)


def test_no_key_leads_from_paid_work_to_hours_or_back():
    known = APART & Base.metadata.tables.keys()
    assert {"attendance", "hours_entry", "certificate"} <= known
    assert not reached(PAID) & known
    for name in Base.metadata.tables.keys() - PAID:
        assert not reached([name]) & PAID, name


def test_no_column_of_it_counts_time_that_was_worked():
    columns = {c.name for name in PAID for c in Base.metadata.tables[name].columns}
    assert not {name for name in columns if "minute" in name or "hour" in name}


def test_no_kind_of_hours_or_certificate_knows_it():
    kinds = [*CertificateKind, *Source]
    assert not [each for each in kinds if "paid" in each.value or "wage" in each.value]


def test_the_room_asks_nothing_of_hours_and_certificates():
    """The tables alone would not tell: its code neither reads nor writes them."""
    asked = set()
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                asked.add(node.module)
    assert "services.paid_work.models" in asked
    assert not [each for each in asked if "hours" in each or "certificates" in each]
    volunteering = {each for each in asked if each.startswith("services.volunteering")}
    assert volunteering == {
        "services.volunteering.forms",
        "services.volunteering.queries.needs",
        "services.volunteering.queries.volunteers",
        "services.volunteering.rules.times",
        "services.volunteering.rules.volunteers",
        "services.volunteering.rules.wishes",
    }
