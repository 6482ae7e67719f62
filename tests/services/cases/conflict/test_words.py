"""Names and numbers as people type them, and what is compared of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.rules import conflict as rules

NAMES = st.text("张王李赵钱孙周吴郑冯陈褚卫蒋沈韩杨", min_size=2, max_size=4)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
BETWEEN = ("\n", "、", "，", "；", ",", ";", "和", " , ", "，\n", "/", "：")


def words(text):
    return set(rules.words_in(text))


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "8613800138000",
        "0086-138-0013-8000",
        "１３８００１３８０００",
        "电话：138·0013·8000。",
        "李四13800138000王五",
        "13800138000 13900139000",
    ],
)
def test_a_number_is_found_however_it_is_written(typed):
    assert "phone|13800138000" in words(typed)


@pytest.mark.parametrize("typed", ["1380013800", "138001380001", "12800138000", "0718-7654321", ""])
def test_what_is_no_mobile_number_is_none(typed):
    assert not any(each.startswith("phone|") for each in words(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "张三",
        " 张 三 ",
        "张三（老板）",
        "老板（张三）",
        "张三13800138000",
        "张三 电话 138 0013 8000",
        "对方：张三",
        "李四、张三",
        "李四和张三",
        "张三和李和平",
        "李四 张三 王五 赵六 钱七",
        "张三332622199001011234",
        "张　三",
    ],
)
def test_a_name_is_found_beside_other_things(typed):
    assert "name|张三" in words(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ贸易有限公司", "abc 贸易有限公司"),
        ("桃源（北京）有限公司", "桃源(北京)有限公司"),
        ("买买提·吐尔逊", "买买提吐尔逊"),
        ("𠮷田", "𠮷 田"),
    ],
)
def test_the_same_name_written_in_two_ways(one, other):
    assert words(one) & words(other)
    assert f"name|{rules.as_name(one)}" in words(other)


def test_a_name_with_the_word_for_and_in_it_stays_whole():
    assert {"name|李和平", "name|王五"} <= words("李和平和王五")
    assert "name|陈" not in words("陈和平")


def test_the_ending_of_a_company_is_a_part_of_its_name():
    assert not words("桃源有限公司") & words("桃源")


@given(st.lists(NAMES | MOBILES, min_size=1, max_size=12), st.sampled_from(BETWEEN))
def test_all_of_a_list_are_found(parties, between):
    found = words(between.join(parties))
    for each in parties:
        assert (f"phone|{each}" if each.isdigit() else f"name|{each}") in found


@given(st.text(max_size=1000))
def test_any_text_gives_few_words_that_say_what_they_are(text):
    found = rules.words_in(text)
    assert len(found) == len(set(found)) <= rules.MOST
    assert all(each.partition("|")[0] in {"name", "phone"} for each in found)
    assert all(len(each) <= len("phone|") + rules.LONGEST for each in found)


def test_many_entries_are_not_put_together_without_end():
    assert len(rules.words_in("和".join(["张三"] * 300))) < rules.MOST


@given(NAMES, MOBILES, NAMES)
def test_the_sides(name, phone, ward):
    said = {"whom_name": ward, "others": f"{name}\n周扒皮"}
    sides = rules.sides_of(said, name=name, phone=phone)
    assert {f"name|{name}", f"phone|{phone}", f"name|{ward}"} <= set(sides.client)
    assert sides.other == ("name|周扒皮",)  # nobody stands against themselves


def test_without_a_number_and_with_nothing_said():
    assert rules.sides_of({}, name="张三", phone=None) == rules.Sides(
        client=("name|张三",), other=()
    )


@given(st.lists(NAMES, unique=True, max_size=30))
def test_rows_are_full(names):
    made = rules.filled_up("other", [f"name|{each}" for each in names])
    assert len(made) % rules.AT_ONCE == 0
    assert len(made) == len(set(made)) >= max(len(names), 1)
    assert made == rules.filled_up("other", [f"name|{each}" for each in names])


def test_a_side_is_part_of_what_is_marked():
    assert not set(rules.filled_up("client", ["name|张三"])) & set(
        rules.filled_up("other", ["name|张三"])
    )


def test_what_is_said_is_yes_or_no():
    for why_not in (rules.why_not_to, rules.why_not_look, rules.why_not_receive):
        assert why_not(is_against=False) is None
        assert why_not(is_against=True)
