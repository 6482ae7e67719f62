"""What one may do for another, for how long, and who may record, stop, dispute and answer it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.accounts.rules import Limit
from core.proxy.models import Act, Proxy, Scope
from core.words import _, _l, dated, translate

MOST_DAYS = 90
ANSWER_WITHIN = timedelta(days=3)
QUIET, LONGEST_QUIET = timedelta(minutes=3), timedelta(minutes=15)
DIGITS = 4  # of the villager's number, to open the page whose address travels by SMS
LONGEST_DISPUTE = LONGEST_ANSWER = 300
LONGEST_URL = 200
LONGEST_FACT = 80
KINDS_NAMED = 6  # of acts, in one message
LONGEST_NAMED = 110  # signs of them, so that the message still says what can be done about it

ASKED = Limit("proxy-ask", 10, timedelta(days=1))  # by one person
SENT = Limit("proxy-send", 3, timedelta(days=1))  # to one number
OPENED = Limit("proxy-open", 5, timedelta(minutes=5), grows=True)  # one page

SCOPES: Mapping[Scope, str] = {
    Scope.ORDER: _l("下单"),
    Scope.LIST: _l("上架"),
    Scope.ENROL: _l("报名"),
    Scope.BOOK: _l("预约"),
    Scope.ASK: _l("提问求助"),
}
MEANS: Mapping[Scope, str] = {
    Scope.ORDER: _l("下单：买东西，管订单、评价和收货地址"),
    Scope.LIST: _l("上架：打理自己的店，改价、发货、请支部核验"),
    Scope.ENROL: _l("报名：报学堂的课"),
    Scope.BOOK: _l("预约：约法律援助、民宿这些"),
    Scope.ASK: _l("提问求助：求助、问商家、投诉和举报"),
}
# Who stopped it, or what did.
STOPS: Mapping[str, str] = {
    "self": _l("本人停的"),
    "proxy": _l("代办人不办了"),
    "desk": _l("在支部办公室停的"),
    "renewed": _l("换了新的约定"),
    "closed": _l("账号注销了"),
}
TOLD: Mapping[str, str] = {
    "sms": _l("短信告诉了本人"),
    "mail": _l("邮件告诉了本人"),
    "slip": _l("条子交给了本人"),
    "desk": _l("当面告诉了本人"),
}
BY_HAND = ("desk", "slip")
DISPUTES = ("我没有让他办这件事", "办得和我说的不一样", "别的原因")  # kept as they stand


def scopes_of(written: str) -> frozenset[Scope]:
    """Return what stands in the column, parted by commas."""
    return frozenset(Scope(each) for each in written.split(","))


def written(scopes: Iterable[Scope]) -> str:
    """Return the scopes as the column keeps them, always in the same order."""
    given = set(scopes)
    return ",".join(each.value for each in Scope if each in given)


def named(scopes: Collection[Scope]) -> str:
    """Return the scopes in words, in the reader's language."""
    return "、".join(str(SCOPES[each]) for each in Scope if each in scopes)


def said_of(act: Act, words: Mapping[str, str]) -> str:
    """Return in words, in the reader's language, what this act did, and what came of it."""
    what = str(words.get(act.what) or _("办了一件事"))
    return _("%(what)s：%(about)s", what=what, about=translate()(act.fact)) if act.fact else what


def what_was_done(acts: Iterable[Act], words: Mapping[str, str]) -> str:
    """Return in words, in the reader's language, what these acts did, each once."""
    counts: dict[str, int] = {}
    for each in acts:
        said = said_of(each, words)
        counts[said] = counts.get(said, 0) + 1
    told = [
        said if count == 1 else _("%(what)s（%(count)s 次）", what=said, count=count)
        for said, count in counts.items()
    ]
    named = told[:KINDS_NAMED]
    while len(named) > 1 and len("、".join(named)) > LONGEST_NAMED:
        named.pop()
    said = "、".join(named)
    return said if len(named) == len(told) else _("%(what)s，还有别的", what=said)


def how_told(act: Act) -> str:
    """Return in words whether the villager knows of it, and from whom."""
    if act.told_at:
        return str(TOLD.get(act.told_how) or _("告诉本人了"))
    if act.notice is None:
        return _("还没告诉本人")
    if act.notice.dead or not act.notice.channel:
        return _("消息没有送到，要当面告诉本人")
    return _("正在给本人发消息")


def why_not_scopes(scopes: Collection[Scope]) -> str | None:
    return None if scopes else _("请选一选能办什么")


def why_not_days(days: int) -> str | None:
    """Say why it cannot last so many days from today, or None."""
    if days < 1:
        return _("至少一天")
    return _("最多 %(most)s 天", most=MOST_DAYS) if days > MOST_DAYS else None


def why_not_until(until: date, *, today: date) -> str | None:
    """Say why it cannot last until this day, or None; the day itself still counts."""
    if until < today:
        return _("这一天已经过了")
    last = today + timedelta(days=MOST_DAYS)
    return _("最多 90 天，到 %(day)s", day=dated(last)) if until > last else None


def why_not_ask(*, own: bool) -> str | None:
    """Say why one cannot ask to act for this number, or None: never for oneself."""
    return _("这是您自己的号码，自己的事不用代办") if own else None


def why_not_record(
    person_id: int, proxy_id: int, *, by: int, is_family: bool
) -> tuple[str, str] | None:
    """Return (field, why) an officer cannot record that one acts for the other, or None.

    `is_family`: whoever acts lives in the officer's household.
    """
    if person_id == proxy_id:
        return "helper", _("代办人不能是本人")
    if by == proxy_id:
        return "helper", _("您自己来代办的，要请别的委员来登记")
    return ("helper", _("代办人和您是一家人，要请别的委员来登记")) if is_family else None


def why_not_sign(proxy: Proxy, *, by: int, is_family: bool, today: date) -> str | None:
    """Say why an officer cannot hand in the signed paper of this one, or None."""
    if proxy.stopped_at:
        return _("这份约定已经停了，请重新登记")
    if proxy.consented_at:
        return _("签字的照片已经交过了")
    if by == proxy.proxy_id:
        return _("您自己来代办的，要请别的委员来登记")
    if is_family:
        return _("代办人和您是一家人，要请别的委员来登记")
    if proxy.until < today:
        return _("说好的日子已经过了，请重新登记")
    return None


def why_not_stop(proxy: Proxy, *, today: date) -> str | None:
    """Say why there is nothing to stop, or None."""
    if proxy.stopped_at:
        return _("已经停了")
    return _("已经到期了") if proxy.until < today else None


@dataclass(frozen=True)
class Standing:
    """What is known at a request of somebody who acts for another."""

    proxy_id: int
    person_id: int
    name: str
    unit_id: int | None
    scopes: str
    until: date
    consented: bool
    stopped: bool
    gone: bool  # the villager's account is closed or disabled


def why_not_act(standing: Standing | None, *, today: date) -> str | None:
    """Say why one does not act for the other any more, or None."""
    if standing is None or not standing.consented:
        return _("您现在不能代这个人办理")
    if standing.gone:
        return _("%(name)s的账号停用或注销了，不能再代办", name=standing.name)
    if standing.stopped:
        return _("%(name)s的代办已经停了", name=standing.name)
    if standing.until < today:
        day = dated(standing.until)
        return _("您代%(name)s办理的日子到了，只到 %(day)s", name=standing.name, day=day)
    return None


def why_not_dispute(act: Act, *, has_branch: bool) -> str | None:
    """Say why this act cannot be disputed, or None."""
    if act.disputed_at:
        return _("这一件您已经提过了")
    return None if has_branch else _("您和代办的人都没有登记在哪个村，请直接打电话给运营方")


def why_not_answer(act: Act, *, by: int, proxy: Proxy) -> str | None:
    """Say why this officer cannot answer what was disputed, or None.

    Neither who has acted nor who has recorded the consent does, so that it is never one hand's.
    """
    if not act.disputed_at:
        return _("没有人说这一件不对")
    if act.answered_at:
        return _("这一件已经答复过了")
    if by == proxy.proxy_id:
        return _("您就是代办的人，要请别的委员来答复")
    if by == proxy.recorded_by:
        return _("这份代办是您登记的，要请别的委员来答复；没有别的委员，由上级支部答复")
    return None


def has_climbed(act: Act, *, has_another: bool, at: datetime) -> bool:
    """Tell whether the branch above may read what was disputed.

    It may when it has lain for long, and at once where nobody at the branch can answer:
    `has_another` says that there is an officer who neither acts nor has recorded the consent.
    """
    if act.disputed_at is None:
        return False
    return not has_another or at - act.disputed_at >= ANSWER_WITHIN


def why_not_tell(*, by: int, proxy: Proxy, waits_for_another: bool) -> str | None:
    """Say why this officer cannot say that the villager was told, or None.

    The first time it is another than who has recorded the consent, where there is one: whether it
    still waits for that is `waits_for_another`.
    """
    if by == proxy.proxy_id:
        return _("您就是代办的人，要请别的委员告诉本人")
    if by == proxy.recorded_by and waits_for_another:
        return _("这份代办是您登记的，头一回要请别的委员告诉本人")
    return None


def is_due(first: datetime, last: datetime, *, at: datetime) -> bool:
    """Tell whether these acts are told now: it has been quiet since, or the first waits long."""
    return at - last >= QUIET or at - first >= LONGEST_QUIET


def state_of(proxy: Proxy, *, today: date) -> tuple[str, str]:
    """Return how it stands today, in words, and the kind of its chip."""
    if proxy.stopped_at:
        return str(STOPS.get(proxy.stop_why) or _("停了")), "trouble"
    if proxy.until < today:
        return _("到期了"), "trouble"
    if not proxy.consented_at:
        return _("等签字的照片"), "season"
    return _("正在代办期内"), ""
