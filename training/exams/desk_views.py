"""The bank of items at the teaching desk: seen by lesson, written in a draft only."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.branches.rules import LEAST_SHOWN
from core.clock import now
from core.db import writing
from core.errors import Refused
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.exams.forms import ItemForm
from training.exams.models import Item, ItemKind
from training.exams.operations import items as operations
from training.exams.queries import figures
from training.exams.queries import items as queries
from training.exams.queries.items import Bank, InBank
from training.exams.rules.figures import ENOUGH, wrong_in_words
from training.exams.rules.items import ASKS, KINDS, why_not_write
from training.exams.rules.review import right_in_words

bp = Blueprint("items", __name__, url_prefix="/teach/courses/<int:course_id>/items")


@bp.get("/")
@needs(BUILD, of=queries.find_bank)
def home(bank: Bank) -> ResponseReturnValue:
    return shown(bank, EmptyForm())


def shown(bank: Bank, form: EmptyForm) -> ResponseReturnValue:
    """Show the bank by lesson, what belongs to none at the end, with how each item fares."""
    items, learnt = figures.list_with_learnt(bank)
    lessons = queries.list_lessons(bank.version.id)
    papers = figures.list_handed_in(bank) if items else []
    known = {each.key for each in lessons}
    by_lesson: dict[int | None, list[Item]] = {}
    for each in items:
        key = each.lesson_key if each.lesson_key in known else None
        by_lesson.setdefault(key, []).append(each)
    return page(
        "training/items/home.html",
        form=form,
        bank=bank,
        groups=[
            *((each, by_lesson.get(each.key, [])) for each in lessons),
            *([(None, by_lesson[None])] if None in by_lesson else []),
        ],
        count=len(items),
        counts=queries.count_kinds(items),
        kinds=KINDS,
        right=right_in_words,
        why_not=why_not_write(bank.version.status),
        live=queries.find_live_before(bank) if not items else None,
        papers=len(papers),
        most_papers=figures.MOST_PAPERS,
        figures=figures.count_items(bank, items, learnt, papers),
        least=LEAST_SHOWN,
        enough=ENOUGH,
        wrong=wrong_in_words,
    )


@dataclass(frozen=True)
class Adding:
    """A bank that an item of this kind is to be added to."""

    bank: Bank
    kind: ItemKind

    @property
    def id(self) -> int:
        return self.bank.id

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.bank.teacher_ids


def find_adding(course_id: int, kind: str) -> Adding | None:
    """Return the bank with the kind that the address names, else None."""
    bank = queries.find_bank(course_id)
    return Adding(bank, ItemKind(kind)) if bank is not None and kind in set(ItemKind) else None


@bp.route("/new/<kind>", methods=["GET", "POST"])
@needs(BUILD, of=find_adding)
def add(adding: Adding) -> ResponseReturnValue:
    """Write a new item; a lesson in the address is chosen already."""
    bank, kind, at = adding.bank, adding.kind, now()
    form, back = ItemForm(), url_for(".home", course_id=bank.id)
    form.of_kind(kind, queries.list_lessons(bank.version.id))
    if not form.is_submitted():
        form.lesson_key.data = request.args.get("lesson", type=int)

    def do() -> str:
        operations.add(bank.version, form.said(kind), by=current_actor(), at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("加好了"))
            return redirect(where)
    return written(bank, kind, form)


@bp.route("/<int:item_id>/edit", methods=["GET", "POST"])
@needs(BUILD, of=queries.find_in_bank)
def edit(found: InBank) -> ResponseReturnValue:
    bank, item = found.bank, found.item
    form = ItemForm()
    form.of_kind(item.kind, queries.list_lessons(bank.version.id))
    if not form.is_submitted():
        form.show(item)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.edit(item, form.said(item.kind), by=current_actor(), at=now())
            flash(_("改好了"))
            return redirect(url_for(".home", course_id=bank.id))
    return written(bank, item.kind, form, item)


def written(
    bank: Bank, kind: ItemKind, form: ItemForm, item: Item | None = None
) -> ResponseReturnValue:
    return page(
        "training/items/edit.html",
        form=form,
        bank=bank,
        item=item,
        kind=KINDS[kind],
        asks=ASKS[kind],
        in_order=kind is ItemKind.ORDER,
        why_not=why_not_write(bank.version.status),
    )


@bp.post("/<int:item_id>/remove")
@needs(BUILD, of=queries.find_in_bank)
def remove(found: InBank) -> ResponseReturnValue:
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.remove(found.item, by=current_actor(), at=now())
            flash(_("去掉了"))
            return redirect(url_for(".home", course_id=found.bank.id))
    return shown(found.bank, form)


@bp.post("/copy")
@needs(BUILD, of=queries.find_bank)
def copy(bank: Bank) -> ResponseReturnValue:
    """Write the items of what is learnt now into the empty bank of the draft."""
    form, at, live = EmptyForm(), now(), queries.find_live_before(bank)

    def do() -> str:
        if live is None:
            raise Refused(_("没有可以抄的上一版"))
        return str(operations.copy_bank(live, bank.version, by=current_actor(), at=at))

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                count = form.once(do, at=at)
            flash(_("抄过来 %(count)s 道题", count=count))
            return redirect(url_for(".home", course_id=bank.id))
    return shown(bank, form)
