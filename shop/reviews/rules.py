"""Who may review what, how many stars mean what, and when a review is shown no more."""

from collections.abc import Mapping

from core.words import _, _l
from shop.orders.models import OrderLine, OrderStatus
from shop.reviews.models import Review

PACK = "pack"
LONGEST_TEXT = LONGEST_ANSWER = 500
MOST_PICTURES = 4
RECEIVED = OrderStatus.RECEIVED, OrderStatus.COMPLETED
STARS: Mapping[int, str] = {
    5: _l("很好"),
    4: _l("好"),
    3: _l("一般"),
    2: _l("不太好"),
    1: _l("很差"),
}
# What the law forbids, and nothing else: a low mark is no reason (E-commerce law 39).
REASONS: Mapping[str, str] = {
    "privacy": _l("写了别人的私人信息"),  # 民法典 1032, 1034
    "insult": _l("有辱骂、诽谤的话"),  # 民法典 1024
    "forbidden": _l("有法律禁止发布的内容"),  # 网络安全法 12
    "made_up": _l("查实不是真买真评"),  # 电子商务法 17
}


def average(stars: int, count: int) -> str:
    """Return the mean of so many reviews to one decimal; halves go up."""
    whole, tenth = divmod((20 * stars + count) // (2 * count), 10)
    return f"{whole}.{tenth}"


def why_not_review(line: OrderLine, *, is_reviewed: bool) -> str | None:
    """Say why the buyer cannot review this line, or None: it was received, and not reviewed yet."""
    order = line.order
    if is_reviewed:
        return _("这一样您评过了，评过就不能改")
    if order.person_id == order.responsible_id:
        return _("自己卖的东西，不能自己评")
    if order.status not in RECEIVED:
        return _("收到货才能评")
    if line.kind != PACK or line.left < 1:
        return _("这一样没有送到您手里，不能评")
    return None


def why_not_answer(review: Review) -> str | None:
    """Say why the producer cannot answer, or None: once, and only what is shown."""
    if review.hidden_at:
        return _("这条评价已经不显示了")
    if review.answered_at:
        return _("已经答过了，一条评价只能答一次")
    return None


def why_not_hide(clerk_id: int, review: Review) -> str | None:
    """Say why this clerk cannot hide the review, or None: nobody decides in their own affairs."""
    if review.hidden_at:
        return _("这条评价已经不显示了")
    if clerk_id in {review.responsible_id, review.person_id}:
        return _("这条评价和您自己有关，请别的办事员来处理")
    return None
