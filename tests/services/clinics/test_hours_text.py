"""Hours as people write them, and terms that make sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.clinics.rules import terms
from services.clinics.rules.hours import in_text, spans_in
from services.clinics.rules.terms import Terms, Window

minutes = st.integers(0, 1440)
spans = st.lists(st.tuples(minutes, minutes), max_size=6).map(sorted)


@given(spans)
def test_what_is_written_is_read_again(given_spans):
    assert spans_in(in_text(given_spans)) == given_spans


@given(st.text(max_size=120))
def test_whatever_is_typed_is_read_or_not_and_never_an_error(text):
    found = spans_in(text)
    assert found is None or all(0 <= each <= 1440 for span in found for each in span)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        (" , ", []),
        ("9-12", [(540, 720)]),
        ("9点到12点", [(540, 720)]),
        ("9点半至11点30分 14-17", [(570, 690), (840, 1020)]),
        ("14:00—17:00、9：00～12：00", [(540, 720), (840, 1020)]),
        ("22:00-24:00", [(1320, 1440)]),
        ("24:05-24:10", None),
        ("9:60-10:00", None),
        ("9", None),
        ("nine to five", None),
        ("9-12-14", None),
    ],
)
def test_how_people_write(written, read):
    assert spans_in(written) == read


@pytest.mark.parametrize(("name", "within"), terms.WITHIN.items())
def test_the_ends_of_each_number(name, within):
    least, most, step = within
    good = {"minutes": 30, "ways": ("place",)}
    for value in (least, most):
        assert terms.why_not_terms(Terms(**good | {name: value})) is None
    for value in (least - 1, most + 1):
        assert terms.why_not_terms(Terms(**good | {name: value}))[0] == name
    if step > 1:
        assert terms.why_not_terms(Terms(**good | {name: least + 1}))[0] == name


def test_a_window_alone_has_no_length():
    assert terms.why_not_terms(Window()) is None
    assert terms.why_not_terms(Window(daily_cap=0))[0] == "daily_cap"
