"""What a name, a number, a mail address and a password must be."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import rules


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "8613800138000",
        "（138）0013—8000",
        "１３８００１３８０００",
    ],
)
def test_a_number_is_eleven_digits_however_it_is_written(app, text):
    assert rules.normal_phone(text) == "13800138000"


@pytest.mark.parametrize(
    "text",
    ["", "1380013800", "138001380001", "12800138000", "+85213800138000", "١٣٨٠٠١٣٨٠٠٠x", "abc"],
)
def test_what_is_no_number_is_refused_with_a_sentence(app, text):
    with pytest.raises(ValueError, match="手机号"):
        rules.normal_phone(text)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text):
    with suppress(ValueError):
        assert rules.PHONE.fullmatch(rules.normal_phone(text))


def test_a_mail_address_is_small(app):
    assert rules.normal_email("  Li.Ming@Example.COM ") == "li.ming@example.com"


@pytest.mark.parametrize(
    "text",
    ["", "li", "li@", "@example.com", "li@example", "li ming@example.com", "a..b@example.com",
     "李@例子.中国", "a@b.com\r\nBcc: x@y.com", f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.com"],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(app, text):
    with pytest.raises(ValueError, match="邮箱"):
        rules.normal_email(text)


def test_an_address_is_either(app):
    assert rules.normal_address("LI@example.com") == "li@example.com"
    assert rules.normal_address("138 0013 8000") == "13800138000"
    assert rules.is_email("li@example.com")
    assert not rules.is_email("13800138000")


def test_what_is_masked_is_known_to_its_owner_only():
    assert rules.masked_address("13800138000") == "138****8000"
    assert rules.masked_address("li.ming@example.com") == "l***@example.com"


@pytest.mark.parametrize(
    ("text", "stored"),
    [(" 李  明 ", "李 明"), ("阿卜杜·外力", "阿卜杜·外力"), ("𠮷野家", "𠮷野家"), ("😀", "😀")],
)
def test_a_name_keeps_its_letters(app, text, stored):
    assert rules.normal_name(text) == stored


@pytest.mark.parametrize("text", ["", "  ", "李" * 61, "李\u202e明", "李\u200b明", "李\x00明"])
def test_what_is_no_name_is_refused(app, text):
    with pytest.raises(ValueError, match="姓名"):
        rules.normal_name(text)


def test_names_are_found_by_pinyin():
    assert rules.name_key("李秀英") == "li xiu ying"
    assert len(rules.name_key("壮" * 60)) <= 200


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("1234567", "至少"),
        ("x" * 129, "最多"),
        ("password", "常见"),
        ("ILOVEYOU", "常见"),
        ("88888888", "常见"),
        ("abababab", "常见"),
        ("12345678", "常见"),
        ("hgfedcba", "常见"),
        ("19850312", "生日"),
        ("13800138000", "手机号"),
        ("00138000a", "手机号"),
        ("李秀英123", "至少"),
        ("李秀英1234a", "姓名"),
        ("李秀英123456", "姓名"),
        ("lixiuying1", "姓名"),
        ("桃源村党支部12", "村名"),
        ("li.ming99", "姓名"),
    ],
)
def test_easy_passwords_are_refused(app, password, why):
    about = ("李秀英", "13800138000", None, "li.ming@example.com")
    assert why in (rules.why_not_password(password, about=about) or "")


@pytest.mark.parametrize(
    "password",
    [
        "稻花香里说丰年 听取蛙声",
        "correct horse battery",
        "x9$kQ2!p",
        " 前后都有空格 ok ",
        "村里的路灯今晚亮了",
    ],
)
def test_good_passwords_are_let_through(app, password):
    about = ("李秀英", "13800138000")
    assert rules.why_not_password(password, about=about) is None


def test_the_common_list_is_long():
    assert len([word for word in rules.common_passwords() if len(word) >= 8]) >= 3000


def test_a_printed_code_comes_back_however_it_is_typed():
    assert rules.printed("123456789012") == "1234 5678 9012"
    assert rules.normal_code(" 1234-5678 ９０１２") == "123456789012"
    assert rules.normal_code("验证码") == ""


def test_moments_are_written_in_village_time():
    assert rules.written(datetime(2026, 11, 24, 16, 5, tzinfo=UTC)) == "2026-11-25 00:05"


def test_only_growing_windows_grow():
    assert rules.SOURCE.windows() == [timedelta(minutes=5)]
    minutes = [window.total_seconds() / 60 for window in rules.ACCOUNT.windows()]
    assert minutes == [5, 10, 20, 40, 60]


def test_staff_has_the_shorter_stay():
    assert rules.stay_of(staff=True) == rules.Stay(30, timedelta(hours=12))
    assert rules.stay_of(staff=False) == rules.Stay(720, timedelta(days=30))


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/120 Safari/537 MicroMessenger/8",
            "Android · 微信",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Windows · Edge"),
        ("Mozilla/5.0 (Macintosh) Firefox/120", "Mac · Firefox"),
        ("curl/8", ""),
    ],
)
def test_devices_are_known_by_two_words(agent, device):
    assert rules.device_of(agent) == device


@pytest.mark.parametrize(
    ("disabled", "closed", "why"),
    [(False, False, None), (True, False, "停用"), (True, True, "注销")],
)
def test_who_may_come_in(app, disabled, closed, why):
    said = rules.why_not_sign_in(disabled=disabled, closed=closed)
    assert said is None if why is None else why in said


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, None),
        ({"own": True}, "自己"),
        ({"staff": True}, "管理员"),
        ({"gone": True}, "停用"),
    ],
)
def test_for_whom_a_code_is_printed(app, facts, why):
    said = rules.why_not_print(**{"own": False, "staff": False, "gone": False, **facts})
    assert said is None if why is None else why in said
