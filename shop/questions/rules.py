"""Who may ask what, how askers are named, and when an answer stands."""

import re
import unicodedata
from datetime import datetime, timedelta

from core.branches.rules import surname
from core.words import _
from shop.questions.models import Question

LONGEST_QUESTION, LONGEST_ANSWER = 300, 500
MOST_A_DAY = 10
A_DAY = timedelta(days=1)
ANSWER_WITHIN = timedelta(days=2)
# Mobile numbers, also with signs between the digits, and the addresses of chat programs.
NUMBER = re.compile(r"(?<!\d)1[3-9]\d(?:[\s\-‐-―.·]*\d){8}(?!\d)")
CHAT = re.compile(r"微信号?[：:\s]|v[x信]|qq[：:\s]*\d", re.IGNORECASE)


def masked_name(name: str) -> str:
    """Return how an asker is named for all to read: 王**."""
    return f"{surname(name)}**"


def holds_a_number(text: str) -> bool:
    """Tell whether somebody gives a number away that all would read."""
    plain = unicodedata.normalize("NFKC", text)
    return bool(NUMBER.search(plain) or CHAT.search(plain))


def why_not_ask(person_id: int, *, responsible_id: int) -> str | None:
    """Return why this person cannot ask about the product, or None."""
    if person_id == responsible_id:
        return _("这是您自己卖的东西，不用问自己")
    return None


def why_not_another(asked_today: int) -> str | None:
    """Return why somebody who has asked so often within a day cannot ask again, or None."""
    if asked_today < MOST_A_DAY:
        return None
    return _("一天最多问 %(most)s 个问题，明天再来", most=MOST_A_DAY)


def why_not_take_back(question: Question) -> str | None:
    """Return why the asker cannot take the question back, or None."""
    if question.hidden_at:
        return _("这个问题已经不显示了")
    if question.answered_at:
        return _("商家已经回答了，收不回来了")
    return None


def why_not_answer(question: Question) -> str | None:
    """Return why the question cannot be answered, or None."""
    return _("这个问题已经收回或不显示了") if question.hidden_at else None


def why_not_hide(clerk_id: int, *, responsible_id: int) -> str | None:
    """Return why this clerk cannot hide questions about goods of this producer, or None."""
    if clerk_id == responsible_id:
        return _("这是问您自己的商品的，请别的办事员来处理")
    return None


def due(question: Question) -> datetime:
    """Return until when an answer is hoped for."""
    return question.asked_at + ANSWER_WITHIN
