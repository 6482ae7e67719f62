"""The basket: what is in it, and each change of it."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.addresses import list_addresses
from core.accounts.regions import provinces
from core.clock import now
from core.db import writing
from core.house import MenuEntry
from core.web.forms import page
from core.web.guard import actor_or_none, by_visitors, current_actor, public
from core.words import _l
from shop.cart import operations, queries, rules
from shop.cart.forms import AddForm, CountsForm, counts_form
from shop.cart.rules import Item, Line
from shop.cart.views import cookies

bp = Blueprint("cart", __name__, url_prefix="/cart")
MENU = (MenuEntry(place="tool", title=_l("购物车"), endpoint="cart.home", icon="cart"),)
CHECKOUT = "checkout"  # the button that leads on


@bp.get("")
@public(scope="order")
def home() -> ResponseReturnValue:
    return show()


@bp.post("/add")
@by_visitors(scope="order")
def add() -> ResponseReturnValue:
    """Put so many of a thing in; what is refused shows the basket as it was, and why."""
    form, at = AddForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            answer = go_on(added=form.item.name)
            if actor_or_none() is not None:
                with writing():
                    operations.put(form.item, by=current_actor(), at=at)
            else:
                items = cookies.read()
                operations.refuse_put(items, form.item, person_id=0, at=at)
                cookies.keep(answer, rules.put(items, form.item))
            return answer
    return show(adding=form)


@bp.post("/change")
@by_visitors(scope="order")
def change() -> ResponseReturnValue:
    """Want so many of each, and stay or go on to the checkout."""
    items, at = items_now(), now()
    form = counts_form(titles_of(items), items)
    if form.validate_on_submit():
        wanted = form.items(items)
        leads_on = request.form.get("go") == CHECKOUT
        with form.refusals():
            answer = go_on()
            if leads_on:
                answer = make_response(redirect(url_for("checkout.home")))
            if actor_or_none() is not None:
                with writing():
                    operations.change(wanted, by=current_actor(), at=at)
            else:
                operations.refuse_change(rules.changed(items, wanted), person_id=0, at=at)
                counts = {each.key: each for each in wanted}
                cookies.keep(answer, [counts.get(each.key, each) for each in items])
            return answer
    return show(counting=form)


@bp.post("/remove")
@by_visitors(scope="order")
def remove() -> ResponseReturnValue:
    """Take things out; the page offers to put the last one back."""
    items = items_now()
    gone = queries.only(items, request.form.getlist("thing"))
    answer = go_on(removed=rules.written(gone[:1]) or None)
    if actor_or_none() is not None:
        with writing():
            operations.take_out(gone, by=current_actor())
    else:
        cookies.keep(answer, [each for each in items if each not in gone])
    return answer


def items_now() -> list[Item]:
    """Return what is in the basket of whoever asks."""
    actor = actor_or_none()
    return cookies.read() if actor is None else queries.list_items(actor.person)


def titles_of(items: list[Item]) -> dict[str, str]:
    """Return what each thing is called, for the sentences of the form."""
    return {each.key: title_of(each) for each in queries.list_lines(items, at=now())}


def title_of(line: Line) -> str:
    return f"{line.ware.title} {line.ware.detail}"


def go_on(*, added: str | None = None, removed: str | None = None) -> Response:
    """Lead back to the basket, with the province that was looked at."""
    district = known_province(request.form.get("district", "")) or None
    return make_response(
        redirect(url_for(".home", added=added, removed=removed, district=district))
    )


def known_province(code: str) -> str:
    return code if code in dict(provinces()) else ""


def show(
    *, adding: AddForm | None = None, counting: CountsForm | None = None
) -> ResponseReturnValue:
    """Show the basket; what was refused stands in its form."""
    actor, at = actor_or_none(), now()
    person_id = actor.person if actor else 0
    lines = queries.list_lines(items_now(), at=at, person_id=person_id)
    basket = rules.basket_of(lines)
    province = province_of(person_id)
    titles = {each.key: title_of(each) for each in lines}
    answer = make_response(
        page(
            "shop/cart/home.html",
            form=adding or counting,
            adding=adding,
            offered=offered(adding),
            counting=counting or counts_form(titles, [each.item for each in lines]),
            basket=basket,
            provinces=provinces(),
            province=province,
            freights=queries.find_freights(basket, province) if province else None,
            added=find_line(lines, request.args.get("added", "")),
            removed=find_removed(request.args.get("removed", "")),
            most=rules.MOST_COUNT,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def province_of(person_id: int) -> str:
    """Return the province that was asked for, else that of the person's usual address."""
    asked = request.values.get("district")
    if asked is not None or not person_id:
        return known_province(asked or "")
    usual = next(iter(list_addresses(person_id)), None)
    return known_province(usual.district[:2]) if usual else ""


def offered(adding: AddForm | None) -> Any:
    """Return what could not be put in, where there is such a thing."""
    named = rules.parse_name(adding.thing.data or "") if adding else None
    return queries.find_ware(*named, at=now()) if named else None


def find_line(lines: list[Line], name: str) -> Line | None:
    return next((each for each in lines if each.key == name), None)


def find_removed(text: str) -> Line | None:
    """Return what was just taken out, and could be put back."""
    gone = rules.read(text)[:1]
    return next((each for each in queries.list_lines(gone, at=now()) if not each.why_not), None)
