"""What a name, a number, an address and a password must be, and how long things last."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

from core.clock import VILLAGE
from core.words import _

PHONE = re.compile(r"1[3-9][0-9]{9}")
EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}")
LONGEST_EMAIL = 200
LONGEST_NAME = 60
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128
# Signs that cannot be seen, or turn the line around, have no place in a name.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
BETWEEN_DIGITS = re.compile(r"[\s\-‐-―()（）.·]")
DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
CONTEXT = ("党支部", "支部", "书记", "桃源村", "村", "兴村", "xingcun", "dangzhibu", "zhibu", "cun")
LEAST_OWN = 6  # letters of a password that are neither name, number nor village

TYPED_LASTS = timedelta(minutes=10)  # also between the password and the second step
LINK_LASTS = timedelta(hours=1)
PRINTED_LASTS = timedelta(hours=24)
MOST_TRIES = 5
PRINTED_HANDLE = 6  # digits; the other six of a printed code are the secret
PRINTED_DIGITS = 12


def normal_phone(text: str) -> str:
    """Return the eleven digits of a mainland mobile number; raise ValueError with a sentence."""
    digits = BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    for prefix in ("+86", "0086", "86"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 10:
            digits = digits.removeprefix(prefix)
            break
    if not PHONE.fullmatch(digits):
        raise ValueError(_("手机号要写 11 位数字，例如 138 0013 8000"))
    return digits


def normal_email(text: str) -> str:
    """Return the mail address in small letters; raise ValueError with a sentence."""
    email = unicodedata.normalize("NFKC", text).strip().lower()
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email) or ".." in email:
        raise ValueError(_("邮箱写得不对，例如 li@example.com"))
    return email


def normal_address(text: str) -> str:
    """Return a number or a mail address as it is stored; raise ValueError with a sentence."""
    return normal_email(text) if "@" in unicodedata.normalize("NFKC", text) else normal_phone(text)


def is_email(address: str) -> bool:
    """Tell a stored mail address from a stored number."""
    return "@" in address


def masked_phone(phone: str) -> str:
    """Return enough of the number to recognise one's own."""
    return f"{phone[:3]}****{phone[-4:]}"


def masked_address(address: str) -> str:
    """Return enough of a number or mail address to recognise one's own."""
    if not is_email(address):
        return masked_phone(address)
    name, domain = address.split("@", 1)
    return f"{name[0]}***@{domain}"


def normal_name(text: str) -> str:
    """Return the name with single spaces; raise ValueError with a sentence."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise ValueError(_("请写姓名"))
    if len(name) > LONGEST_NAME:
        raise ValueError(_("姓名太长了，最多 60 个字"))
    if any(unicodedata.category(letter) in UNSEEN for letter in name):
        raise ValueError(_("姓名里有看不见的符号，请重新写一遍"))
    return name


def name_key(name: str) -> str:
    """Return the pinyin of a name, to sort and to find by."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (its tables are large)

    return " ".join(lazy_pinyin(name)).lower()[:200]


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords that are tried first by whoever guesses."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  (large)

    return frozenset(FREQUENCY_LISTS["passwords"])


def why_not_password(password: str, *, about: Iterable[str | None] = ()) -> str | None:
    """Say why this password is too easy, or None; `about` is the person's name, number, mail."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST_PASSWORD:
        return _("密码至少 8 位")
    if len(password) > LONGEST_PASSWORD:
        return _("密码最多 128 位")
    small = password.lower()
    if small in common_passwords() or len(set(small)) < 3 or is_run(small):  # noqa: PLR2004
        return _("这个密码太常见，容易被猜到，请换一个")
    if DATE.fullmatch(small):
        return _("不要用生日当密码，请换一个")
    rest = small
    for word in sorted(context_of(about), key=len, reverse=True):
        rest = rest.replace(word, "")
    if rest != small and (len(rest) < LEAST_OWN or rest in common_passwords()):
        return _("不要用姓名、手机号、村名当密码，请换一个")
    return None


def is_run(text: str) -> bool:
    """Tell whether each sign follows the one before, as in 12345678 or hgfedcba."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1 and steps <= {1, -1}


def context_of(about: Iterable[str | None]) -> set[str]:
    """Return the words that anybody who knows the person or the village would try."""
    words = set(CONTEXT)
    for each in about:
        if not each:
            continue
        word = each.lower()
        words |= {word, word.split("@", 1)[0]}
        if word.isdigit():
            words |= {word[-8:], word[-6:], word[-4:]}
        elif not is_email(word):
            words.add(name_key(word).replace(" ", ""))
    return {word for word in words if word}


def written(at: datetime) -> str:
    """Return the village's time as a notice keeps it; its paper says it in the reader's words."""
    return at.astimezone(VILLAGE).strftime("%Y-%m-%d %H:%M")


def printed(code: str) -> str:
    """Return a printed code in groups that are easy to read out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def normal_code(text: str) -> str:
    """Return only the digits of a typed code, whatever stood between them."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign in "0123456789")


@dataclass(frozen=True)
class Limit:
    """So many tries in a window; a growing one doubles each time it was full, up to an hour."""

    name: str
    most: int
    window: timedelta
    grows: bool = False

    def windows(self) -> list[timedelta]:
        """Return how long the window is after 0, 1, 2 … full ones in a row."""
        if not self.grows:
            return [self.window]
        return [min(self.window * 2**strikes, timedelta(hours=1)) for strikes in range(5)]


ACCOUNT = Limit("account", 10, timedelta(minutes=5), grows=True)
SOURCE = Limit("source", 100, timedelta(minutes=5))
EVERYBODY = Limit("everybody", 1000, timedelta(minutes=5))
RESET = Limit("reset", 5, timedelta(days=1))
REGISTER = Limit("register", 20, timedelta(hours=1))
SEND = Limit("send", 5, timedelta(days=1))  # codes to one address
SECOND = Limit("second", 10, timedelta(minutes=5), grows=True)  # codes of one person's phone
CODES = Limit("codes", 30, timedelta(minutes=5))  # typed codes from one source
FORGIVEN = timedelta(days=1)  # after a quiet day a full window is forgotten


@dataclass(frozen=True)
class Stay:
    """How long a session lives untouched, and at most."""

    idle_minutes: int
    at_most: timedelta


def stay_of(*, staff: bool) -> Stay:
    """Return the limits of a session; clerks and administrators have the shorter one."""
    if staff:
        return Stay(30, timedelta(hours=12))
    return Stay(12 * 60, timedelta(days=30))


SYSTEMS = ("iPhone", "iPad", "Android", "HarmonyOS", "Windows", "Macintosh", "Linux")
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_of(user_agent: str) -> str:
    """Return by which name a person knows the device again, from what its browser says."""
    system = next((name for name in SYSTEMS if name in user_agent), "")
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    known = [{"Macintosh": "Mac"}.get(system, system), browser]
    return " · ".join(each for each in known if each)


def why_not_sign_in(*, disabled: bool, closed: bool) -> str | None:
    """Say why somebody with the right password may not come in, or None."""
    if closed:
        return _("这个账号已经注销")
    if disabled:
        return _("这个账号已停用，请打电话给运营方或到支部办公室问一问")
    return None


def why_not_second_factor(*, demo: bool, sealable: bool) -> str | None:
    """Say why nobody can switch the second step of signing in on here, or None."""
    if demo:
        return _("这里是演示，登录不用第二步验证，打不开")
    if not sealable:
        return _("网站还没有保密用的钥匙，打不开，请告诉网站管理员")
    return None


def why_not_print(*, own: bool, staff: bool, gone: bool) -> str | None:
    """Say why an officer may not print a code for this person, or None."""
    if own:
        return _("自己的密码不能自己开条子，请用手机号或邮箱找回")
    if staff:
        return _("运营人员和管理员的密码不能在支部重设，请联系网站管理员")
    if gone:
        return _("这个账号已停用或注销")
    return None


def why_not_close(*, staff: bool, in_office: bool) -> str | None:
    """Say why an account cannot be closed yet, or None (PIPL 47)."""
    if in_office:
        return _("您还有支部职务，请先交接，再注销账号")
    if staff:
        return _("您还是运营人员或管理员，请先让管理员收回，再注销账号")
    return None
