"""The hint, at each boundary that the law and the provinces draw."""

from datetime import date

import pytest

from services.cases.rules import thresholds
from services.cases.rules.hint import Likely, hint, hint_of
from services.cases.rules.intake import CIRCUMSTANCES, MATTERS, NO_TEST, NOT_CHECKED
from services.cases.rules.thresholds import Basis, Threshold, threshold_of

FITS, ABOVE, ASK = Likely.FITS, Likely.ABOVE, Likely.ASK
NAMED = [each for each in MATTERS if each not in {"other", "unknown", "criminal"}]
DAY = date(2026, 1, 1)


def amount(yuan=3000, **kw):
    return Threshold(basis=Basis.AMOUNT, yuan=yuan, source="公告", as_of=DAY, **kw)


def said(found):
    return found.likely, found.articles


@pytest.mark.parametrize("each", NO_TEST)
def test_whose_hardship_is_not_tested(each):
    """Art. 32, whatever the matter and the income."""
    for matter in ("unknown", "other", "pay"):
        found = hint(matter, [each], people=1, income=999_999, threshold=amount())
        assert said(found) == (FITS, (32,))
        assert str(CIRCUMSTANCES[each]) in found.words


@pytest.mark.parametrize("matter", NAMED)
def test_the_matters_of_article_31(matter):
    for each in ("no_income", "relief"):
        assert said(hint(matter, [each])) == (FITS, (31, 42))
    assert said(hint(matter, [])) == (ASK, (31, 34, 41))


def test_of_criminal_matters_other_articles_speak():
    """Arts. 24, 25 and 28, whatever else was ticked."""
    for each in ([], ["migrant"], [*NO_TEST]):
        found = hint("criminal", each, people=1, income=0)
        assert said(found) == (ASK, (24, 25, 28))
        assert "12348" in found.words


def test_what_is_none_of_them():
    for matter in ("unknown", "other", "nonsense"):
        for each in NOT_CHECKED:
            assert said(hint(matter, [each], people=1, income=0)) == (ASK, (31,))
        assert "12348" in hint(matter, []).words


@pytest.mark.parametrize(
    ("matter", "likely"),
    [
        ("pay", FITS),
        ("work_injury", FITS),
        ("injury", ASK),
        ("labour", ASK),
        ("support", ASK),
        ("insurance", ASK),
        ("pollution", ASK),
    ],
)
def test_migrant_workers_claim_pay_or_damages(matter, likely):
    assert hint(matter, ["migrant"]).likely is likely


@pytest.mark.parametrize(
    ("income", "people", "reaches", "likely"),
    [
        (2999, 1, False, FITS),
        (3000, 1, False, ABOVE),
        (3001, 1, False, ABOVE),
        (2999, 1, True, FITS),
        (3000, 1, True, FITS),
        (3001, 1, True, ABOVE),
        (8999, 3, False, FITS),
        (9000, 3, False, ABOVE),
        (9000, 3, True, FITS),
        (9001, 3, True, ABOVE),
        (0, 1, False, FITS),
    ],
)
def test_at_the_line_of_the_province(income, people, reaches, likely):
    line = amount(reaches=reaches)
    found = hint("pay", [], people=people, income=income, threshold=line)
    assert found.likely is likely
    assert "由法律援助机构决定" in found.words
    assert 34 in found.articles


@pytest.mark.parametrize(("people", "income"), [(None, 100), (3, None), (0, 100), (None, None)])
def test_without_numbers_the_line_is_told(people, income):
    found = hint("pay", [], people=people, income=income, threshold=amount())
    assert said(found) == (ASK, (31, 34, 41))
    assert "低于3000 元" in found.words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"basis": Basis.WAGE, "reaches": True}, "不超过当地最低工资"),
        ({"basis": Basis.WAGE, "times": "1.5"}, "低于当地最低工资的 1.5 倍"),
        ({"basis": Basis.RELIEF, "times": "2"}, "低于当地低保标准的 2 倍"),
        ({"basis": Basis.RELIEF}, "低于当地低保标准"),
        ({"basis": Basis.INCOME, "times": "0.5"}, "当地城镇居民人均月收入的 0.5 倍"),
        ({"basis": Basis.LISTED}, "当地认定的低收入人口"),
    ],
)
def test_a_line_that_is_no_amount_is_told_and_not_reckoned(line, words):
    line = Threshold(source="条例", as_of=DAY, **line)
    found = hint("pay", [], people=1, income=1, threshold=line)
    assert found.likely is ASK
    assert words in found.words
    assert "2026年1月1日" in found.words
    assert "条例" in found.words


def test_property_counts_besides_where_a_province_says_so():
    line = amount(also_property=True)
    assert "值钱的财产" in hint("pay", [], people=1, income=1, threshold=line).words
    assert "值钱的财产" not in hint("pay", [], people=1, income=1, threshold=amount()).words


def test_where_no_line_is_known_one_asks():
    for district in ("", "42", "420506", "99"):
        assert threshold_of(district) is None
    assert "12348" in hint_of({"matter": "pay", "people": 1, "income": 1}, None).words
    assert hint_of({}, None).likely is ASK


def test_each_line_in_the_file_says_where_it_is_from():
    known = thresholds._thresholds()  # noqa: SLF001 - the whole file, which nobody else asks for
    assert set(known) == {"31", "32", "43", "44"}
    for province, line in known.items():
        assert len(province) == 2
        assert line.source
        assert line.url.startswith("http")
        assert line.as_of >= date(2021, 1, 1)
        assert (line.basis is Basis.AMOUNT) == (line.yuan > 0)


def test_shanghai_at_its_line():
    line = threshold_of("310115")
    for income, likely in ((6379, FITS), (6380, ABOVE), (6381, ABOVE)):
        assert hint("pay", [], people=2, income=income, threshold=line).likely is likely
