"""What a producer has and what it still lacks before its goods are shown."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlalchemy import select

from core.db import db
from core.qualifications.models import Qualification, QualificationKind
from core.qualifications.queries import stands
from core.qualifications.rules import KINDS
from core.sponsorship.models import SponsorshipStatus
from core.sponsorship.queries import find_kind
from core.words import _, dated
from shop.producers import rules
from shop.producers.models import Producer
from shop.producers.queries.papers import held_kinds, list_class_rules, list_papers
from shop.producers.queries.pictures import list_pictures
from shop.producers.queries.producers import Verification, verification_of


@dataclass(frozen=True)
class Step:
    """One thing to do: what it is, whether it is done, what is missing, and where it is done."""

    words: str
    is_done: bool
    says: str
    url: str
    is_trouble: bool = False  # something that was there is not in order any more


def checklist_of(producer: Producer, *, today: date) -> list[Step]:
    """Return the steps from the first paper to the first product, in a fixed number of queries."""
    here = f"/sell/{producer.id}"
    verification = verification_of(producer.id)
    verified = verification.standing is not None
    shown = len(list_pictures(producer.id))
    steps = [_papers(producer, here, today=today, verified=verified)]
    steps += _qualifications(producer, today=today)
    steps += [
        Step(
            _("店的照片"),
            bool(shown),
            _("%(count)s 张", count=shown) if shown else _("拍一拍地里和院子，买家放心"),
            f"{here}/pictures",
        ),
        Step(
            _("店的介绍"),
            bool(producer.story),
            _("写好了") if producer.story else _("说说种了几年、怎么管"),
            f"{here}/story",
        ),
        Step(
            _("运费和自提"),
            producer.delivers,
            _("设好了") if producer.delivers else _("说好寄到哪里、多少钱"),
            f"{here}/freight",
        ),
        _verification(producer, verification),
        _products(producer, here, verified=verified),
    ]
    return steps


def _papers(producer: Producer, here: str, *, today: date, verified: bool) -> Step:
    held = held_kinds(list_papers(producer.id), today=today)
    missing = list(
        dict.fromkeys(
            chain.from_iterable(
                rules.missing_papers(producer.kind, each, held) for each in producer.sells
            )
        )
    )
    if missing:
        says = _("还差：%(papers)s", papers="；".join(rules.in_words(each) for each in missing))
    else:
        says = _("齐了") if held else _("您卖的不用证照")
    trouble = bool(missing) and verified
    return Step(_("证照"), not missing, says, f"{here}/papers", is_trouble=trouble)


def _qualifications(producer: Producer, *, today: date) -> list[Step]:
    """Return a step where the county asks for something; it is brought to the branch on paper."""
    asked = {rule for each, (rule, _v) in list_class_rules().items() if each in producer.sells}
    asked.discard("")
    if not asked:
        return []
    query = select(Qualification.kind).where(
        Qualification.person_id == producer.responsible_id, stands(day=today)
    )
    held = {kind.value for kind in db.session.scalars(query)}
    missing = sorted(asked - held)
    names = "、".join(str(KINDS[QualificationKind(each)]) for each in missing or sorted(asked))
    says = _("要先有：%(names)s。带上证书到村党支部登记", names=names) if missing else names
    return [Step(_("资格"), not missing, says, "/me/qualifications")]


def _verification(producer: Producer, verification: Verification) -> Step:
    url = f"/me/places/{rules.KIND}/{producer.id}"
    standing, under_way = verification.standing, verification.under_way
    if standing is not None and standing.status is SponsorshipStatus.SUSPENDED:
        says = _("%(branch)s暂停了核验，商品先不显示", branch=standing.branch.name)
        return Step(_("支部核验"), is_done=False, says=says, url=url, is_trouble=True)
    if standing is not None and standing.valid_until is not None:
        until = dated(standing.valid_until)
        says = _("%(branch)s已核验，到 %(until)s", branch=standing.branch.name, until=until)
        return Step(_("支部核验"), is_done=True, says=says, url=url)
    if under_way is not None:
        says = _("已经请%(branch)s来看", branch=under_way.branch.name)
        return Step(_("支部核验"), is_done=False, says=says, url=url)
    return Step(_("支部核验"), is_done=False, says=_("请支部上门来看一看"), url=url)


def _products(producer: Producer, here: str, *, verified: bool) -> Step:
    kind = find_kind(rules.KIND)
    listed = kind.listings(producer.id) if kind else ()
    waiting = sum(each.sponsorship_id is None for each in listed)
    if not listed:
        says = _("拍张照片就能上架第一件")
    elif waiting and verified:
        says = _(
            "%(count)s 件，其中 %(waiting)s 件等包联人点一下", count=len(listed), waiting=waiting
        )
    else:
        says = _("%(count)s 件", count=len(listed))
    return Step(_("商品"), bool(listed), says, f"{here}/products/")
