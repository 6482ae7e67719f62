"""Whole addresses, codes to scan, and facts that may stand inside a script element."""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.web.links import data_block, qr_of, whole


@pytest.mark.parametrize("public", ["https://xingcun.example", "https://xingcun.example/"])
def test_addresses_stand_on_the_configured_host(public, monkeypatch):

    class Values:
        def __getitem__(self, _name):
            return public

    monkeypatch.setattr("core.web.links.HOUSE", type("House", (), {"settings": Values()})())
    assert whole("/market/1") == "https://xingcun.example/market/1"


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists))
def test_facts_come_back_and_end_no_element(value):
    block = data_block({"x": value})
    assert json.loads(str(block)) == {"x": value}
    assert not set("<>&\u2028\u2029") & set(block)


def test_a_code_is_a_drawing_without_style():
    drawn = qr_of("https://xingcun.example/market/1")
    root = ET.fromstring(str(drawn))  # noqa: S314 - drawn by our own package
    assert root.get("viewBox")
    assert not [each for each in root.iter() if "style" in each.attrib or "onload" in each.attrib]
