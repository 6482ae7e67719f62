"""Searching, for everybody: a page of what was found, and titles while one types."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.hooks import Facet
from core.search import queries, rules, words
from core.site.pages import public_page
from core.site.shell import shell
from core.storage.models import SMALL
from core.web.guard import public

bp = Blueprint("search", __name__, url_prefix="/search")
ARGS = ("q", "kind", "page", *rules.FILTERS)
FIRST = 6  # facets that are seen at once


@bp.get("")
@public
def home() -> ResponseReturnValue:
    return public_page("core/search/home.html", of_results, args=ARGS)


def of_results() -> dict[str, Any]:
    """Look for what the address asks; everything on the page is told by the database."""
    query = rules.cleaned(request.args.get("q", ""))
    kind = request.args.get("kind", "")
    wanted = rules.filters_of(request.args)
    asked = bool(words.pieces(query))
    results = queries.search(query, kind, wanted, at=now()) if asked else queries.Results()
    filters = wanted if results.kind == kind else {}  # what narrows one kind says nothing of others
    page = rules.page_of(request.args.get("page", ""), count=len(results.hits))

    def address(**changes: Any) -> str:
        told = {"q": query, "kind": results.kind, **filters, **changes}
        return url_for("search.home", **{name: value for name, value in told.items() if value})

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
        "doors": shell().doors,
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
