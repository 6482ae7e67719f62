"""Several short lists that hang on one thing, in one query instead of one each."""

import json
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, cast, func, select

from core.db import db

Columns = Select[*tuple[Any, ...]]  # whatever a query selects


def short_lists(**asked: Columns) -> dict[str, list[list[Any]]]:
    """Return the rows of each query under its name, as JSON tells them, in no order.

    Text, numbers and NULL come as they are, enums by their value, days as 2026-11-24, and truth
    as true or 1; there are no moments in them, which each engine writes in its own way.
    """
    row = db.session.execute(select(*(told(each).label(name) for name, each in asked.items())))
    return {name: rows_of(said) for name, said in row.mappings().one().items()}


def rows_of(said: str | None) -> list[list[Any]]:
    """Return the rows of an answer that was told as one text."""
    rows: list[list[Any]] = json.loads(said or "[]")
    return rows


def told(query: Columns) -> ScalarSelect[Any]:
    """Return the whole answer of a query as one text."""
    rows = query.subquery()
    every: ColumnElement[Any]
    if db.engine.dialect.name == "postgresql":
        every = cast(func.json_agg(func.json_build_array(*rows.c)), Text)
    else:
        every = func.json_group_array(func.json_array(*rows.c))
    return select(every).select_from(rows).scalar_subquery()
