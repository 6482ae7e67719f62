"""Searching, for everybody: a page of what was found, and titles while one types."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.hooks import Facet
from core.search import queries, rules, words
from core.site.pages import public_page
from core.site.shell import shell
from core.storage.models import SMALL
from core.web.guard import public

bp = Blueprint("search", __name__, url_prefix="/search")
FIRST = 6  # facets that are seen at once


@bp.get("")
@public
def home() -> ResponseReturnValue:
    args = read(request.args)
    return public_page("core/search/home.html", lambda: of_results(args), args=args)


def read(given: Mapping[str, str]) -> dict[str, str]:
    """Return what the address asks for; what makes no sense, or changes nothing, is passed over.

    Whether there is such a filter only what was found can tell, and how many pages there are.
    """
    query, kind = rules.cleaned(given.get("q", "")), given.get("kind", "")
    if not words.pieces(query):
        return {"q": query}
    page = rules.page_of(given.get("page", ""), count=rules.MOST)
    asked = {"q": query, "page": str(page) if page > 1 else ""}
    if kind in queries.searchables():
        asked |= {"kind": kind, **rules.filters_of(given)}
    return asked


def of_results(args: Mapping[str, str]) -> dict[str, Any]:
    """Look for what the address asks; everything on the page is told by the database.

    A filter that nothing was found to have leads to the page without it, or each that somebody
    makes up would be a page of its own.
    """
    query, kind, filters = args["q"], args.get("kind", ""), rules.filters_of(args)
    asked = bool(words.pieces(query))
    results = queries.search(query, kind, filters, at=now()) if asked else queries.Results()
    page = rules.page_of(args.get("page", ""), count=len(results.hits))

    def address(**changes: Any) -> str:
        told = {"q": query, "kind": results.kind, **filters, **changes}
        return url_for("search.home", **{name: value for name, value in told.items() if value})

    offered = {(each.name, each.value) for each in results.facets if results.kind == kind}
    if unknown := [name for name, value in filters.items() if (name, value) not in offered]:
        abort(redirect(address(**dict.fromkeys(unknown))))
    pages = (len(results.hits) - 1) // rules.SHOWN + 1
    return {
        "query": query,
        "asked": asked,
        "results": results,
        "hits": rules.of_page(results.hits, page),
        "filters": filters,
        **facets_of(results, filters),
        "newer": address(page=page - 1 if page > 2 else None) if page > 1 else "",  # noqa: PLR2004
        "older": address(page=page + 1) if page < pages else "",
        "address": address,
        "without_filters": url_for("search.home", q=query, kind=results.kind or None),
        "doors": shell().doors_of_all,
        "small": SMALL,
    }


def facets_of(results: queries.Results, filters: Mapping[str, str]) -> dict[str, list[Facet]]:
    """Return the facets that leave less than there is: those chosen and the largest, and others."""
    chosen = [each for each in results.facets if filters.get(each.name) == each.value]
    some = [each for each in results.facets if 0 < each.count < len(results.hits)]
    largest = sorted(some, key=lambda each: -each.count)[:FIRST]
    first = [each for each in results.facets if each in chosen or each in largest]
    return {"first_facets": first, "more_facets": [each for each in some if each not in first]}


@bp.get("/suggest")
@public
def suggest() -> ResponseReturnValue:
    """Return titles that go on as what was typed does; for anything odd there are none.

    Nobody keeps them on the way: what is withdrawn is gone at once.
    """
    query = rules.cleaned(request.args.get("q", ""))
    return jsonify(queries.suggest(query, at=now()))
