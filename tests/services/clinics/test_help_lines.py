"""When to seek help: numbers one tap away, no diagnosis, and the way out of the page."""

import re

import pytest

URL = "/services/when-to-seek-help"


def main_of(page):
    return page.text.partition("<main")[2].partition("</main")[0]


def test_each_number_is_one_tap_away(client):
    page = client.get(URL)
    numbers = re.findall(r'href="tel:(\d+)"', main_of(page))
    assert numbers == ["110", "120", "12356", "12348", "12315", "96110"]
    assert "请去医院" in page.text
    assert "不看病，不开药，也不下诊断" in page.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_diagnoses_nothing(client, lang):
    text = main_of(client.get(f"{URL}?lang={lang}"))
    for word in ("抑郁症", "焦虑症", "精神分裂", "治疗", "确诊", "depression", "担保", "推荐"):
        assert word not in text


def test_the_way_out_is_a_plain_link_home(client):
    text = client.get(URL).text
    link = re.search(r"<a class=\"btn btn-primary leave\".*?</a>", text, re.DOTALL)[0]
    assert 'href="/"' in link
    assert 'data-behaviour="leave"' in link
    assert "马上离开" in link


def test_all_share_it(client, world):
    client.log_in(world.guest)
    assert client.get(URL).status_code == 200
