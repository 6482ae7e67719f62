"""The sample page: every component once, in the demo only."""

import re

import pytest

from tests.house.source import ROOT

PARTS = ROOT / "templates/components"
FRAME = {"imprint", "menu", "meta", "search", "trouble"}  # used by the layouts and the error pages


def test_the_sample_page_is_one_of_the_demo(client):
    answer = client.get("/style")
    assert answer.status_code == 200
    assert "演示数据" in answer.text


@pytest.mark.parametrize(
    "values",
    [
        {
            "XINGCUN_MODE": "production",
            "SECRET_KEY": "f3b1c9d47ae2068b5d0c7a91e64f28bd",
            "PUBLIC_URL": "https://xingcun.example",
            "MAIL_URL": "smtp://mail.example:587",
            "SMS_URL": "none:",
            "SEAL_KEYS": "file:var/keys/none",
        }
    ],
)
def test_elsewhere_there_is_no_sample_page(client):
    assert client.get("/style").status_code == 404


def imported(text):
    return set(re.findall(r'from "components/(\w+)\.html"', text))


def test_every_component_stands_on_it():
    text = (ROOT / "templates/core/web/style.html").read_text()
    shown = set(re.findall(r'from "components/(\w+)\.html"', text))
    nested = {
        name
        for part in shown
        for name in re.findall(
            r'from "components/(\w+)\.html"', (PARTS / f"{part}.html").read_text()
        )
    }
    assert {path.stem for path in PARTS.glob("*.html")} - FRAME == shown | nested


def test_the_form_with_mistakes_sums_them_up_and_keeps_what_was_typed(client):
    text = client.get("/style").text
    assert "有 2 处要改" in text
    assert 'href="#mobile"' in text
    assert 'href="#means-0"' in text
    field = re.search(r'<input[^>]*id="mobile"[^>]*>', text)[0]
    assert 'value="1380 013"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="mobile-error mobile-help"' in field


def test_a_destructive_step_asks_before_its_form(client):
    text = client.get("/style").text
    asked = re.search(r'<details class="ask".*?</details>', text, re.DOTALL)[0]
    assert asked.index("<summary") < asked.index("<form")
    assert " open" not in asked.split(">")[0]


def test_numbers_stand_in_a_table_behind_their_picture(client):
    text = client.get("/style").text
    for chart in re.findall(r'<figure class="chart">.*?</figure>', text, re.DOTALL):
        assert 'aria-hidden="true"' in chart
        assert chart.count("<tr>") > 12
