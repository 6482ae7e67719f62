"""When a producer may call for hands, whose call is a volunteer's task, and what hardship is."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from core.clock import day_starts, village_day
from core.money import Money
from core.words import _, _l, dated
from shop.hands.models import HardshipKind
from shop.producers.models import ProducerKind

KIND = "shop.hands"  # under which name needs are known
LONGEST_TITLE, LONGEST_WORDS, LONGEST_PLACE = 40, 300, 120
LONGEST_SEEN, LONGEST_WHY = 200, 200
FEWEST, MOST = 1, 50  # hands
MOST_OPEN = 10  # calls of a producer
AHEAD = timedelta(days=90)
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=16)
DEAREST = Money(5_000_00)
PER: Mapping[str, str] = {"day": _l("一天"), "hour": _l("一小时")}

LONGEST_HARDSHIP = timedelta(days=180)
OLDEST_HARDSHIP = timedelta(days=60)  # it may have begun so long before it is recorded
NEWEST_HARDSHIP = timedelta(days=30)
HARDSHIPS: Mapping[HardshipKind, str] = {
    HardshipKind.ILLNESS: _l("病了或受伤"),
    HardshipKind.DISASTER: _l("受灾"),
    HardshipKind.NO_LABOUR: _l("家里没有劳力"),
    HardshipKind.EMERGENCY: _l("别的急难"),
}
# What the house itself puts down as a reason.
RAN_OUT, ERASED = "到期", "本人注销了账号"
OWN_REASONS: Mapping[str, str] = {RAN_OUT: _l("到期"), ERASED: _l("本人注销了账号")}

PAID = _l("卖家的活按帮工来办")


def why_paid(kind: ProducerKind, *, covered: bool) -> str:
    """Return why a producer's call is no volunteer's task, empty where it is one.

    Only a household's may be, and only while recorded hardship covers the day: volunteering
    serves no profit (Volunteer Service Regulations 39). Everybody may read the words: they tell
    nothing about any household.
    """
    return "" if kind is ProducerKind.HOUSEHOLD and covered else str(PAID)


def covers(since: date | None, until: date | None, *, day: date) -> bool:
    """Tell whether hardship from a day until a day covers this one; both ends count."""
    return since is not None and until is not None and since <= day <= until


def moment_of(day: date, clock: time) -> datetime:
    """Return the moment at which the village's clocks show this on that day."""
    return day_starts(day) + timedelta(hours=clock.hour, minutes=clock.minute)


def why_not_when(starts: datetime, ends: datetime, *, at: datetime) -> tuple[str, str] | None:
    """Return (field, what is wrong) with such hours, or None."""
    if starts <= at:
        return "begins", _("开始的时间已经过了")
    last = village_day(at + AHEAD)
    if village_day(starts) > last:
        return "day", _("最远约到 %(day)s", day=dated(last))
    if ends <= starts:
        return "ends", _("结束要比开始晚")
    if ends - starts < SHORTEST:
        return "ends", _("最短半小时")
    if ends - starts > LONGEST:
        return "ends", _("一天最长 16 小时")
    return None


def why_not_wage(wage: Money) -> str | None:
    """Return why a wage cannot be so much, or None."""
    if wage <= Money(0):
        return _("工钱要比 0 多；不写工钱就空着")
    return _("工钱太高了，请看看是不是多写了零") if wage > DEAREST else None


def why_not_another(open_calls: int) -> str | None:
    """Return why a producer with so many open calls cannot make one more, or None."""
    if open_calls < MOST_OPEN:
        return None
    return _("一家最多同时请 %(most)s 次人手，先收回用不着的", most=MOST_OPEN)


def why_not_close(*, filled: int, is_closed: bool, starts: datetime, at: datetime) -> str | None:
    """Return why a call cannot be taken back, or None: nobody comes for nothing."""
    if is_closed:
        return _("已经收回了")
    if starts <= at:
        return _("时间已经到了，不用收回")
    if filled:
        return _(
            "已经有 %(count)s 个人说好要来，不能收回。真不用来了，请先和他们说清楚；"
            "支部派来的，打电话告诉支部",
            count=filled,
        )
    return None


def why_not_keep(person_id: int, *, responsible_id: int, housemates: Collection[int]) -> str | None:
    """Return why this officer neither records nor ends hardship of this household, or None.

    `housemates` live in one household with who answers for the producer, by the roster.
    """
    if person_id == responsible_id:
        return _("自己家的要请别的班子成员来登记")
    if person_id in housemates:
        return _("花名册上和这一户是同一户，请别的班子成员来登记")
    return None


def why_not_household(kind: ProducerKind) -> str | None:
    """Return why no hardship of such a producer is recorded, or None."""
    if kind is ProducerKind.HOUSEHOLD:
        return None
    return _("只登记农户；合作社、家庭农场和企业的活按帮工来办")


def why_not_days(since: date, until: date, *, today: date) -> tuple[str, str] | None:
    """Return (field, what is wrong) with the days of a hardship, or None."""
    if not today - OLDEST_HARDSHIP <= since <= today + NEWEST_HARDSHIP:
        return "since", _("从哪天起，要在前 60 天到后 30 天之间")
    if until < since:
        return "until", _("最后一天不能早于第一天")
    if until < today:
        return "until", _("最后一天已经过了")
    if until > since + LONGEST_HARDSHIP:
        last = since + LONGEST_HARDSHIP
        return "until", _("一次最多 180 天，到 %(day)s；到了再看，可以再登记", day=dated(last))
    return None


def reason_in_words(reason: str) -> str:
    """Return a reason as it is read: the house's own in the reader's language."""
    return str(OWN_REASONS.get(reason, reason))
