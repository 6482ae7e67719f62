"""The shelves of the market, two levels, as `categories.toml` names them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.words import in_english
from shop.producers.models import ProductClass

SHELVES = Path(__file__).parents[1] / "categories.toml"
ANY_DRAWING = "fruit"  # for a product that lies on no shelf yet


@dataclass(frozen=True, kw_only=True)
class Group:
    """A first-level category."""

    code: str
    chinese: str
    english: str
    below: tuple[str, ...]  # codes of its shelves

    @property
    def title(self) -> str:
        return self.english if in_english() else self.chinese


@dataclass(frozen=True, kw_only=True)
class Category:
    """A second-level category: where products lie; `parent` is the group's code."""

    code: str
    chinese: str
    english: str
    parent: str
    drawing: str
    classes: tuple[ProductClass, ...]

    @property
    def title(self) -> str:
        return self.english if in_english() else self.chinese


def _read() -> tuple[Mapping[str, Group], Mapping[str, Category]]:
    groups: dict[str, Group] = {}
    categories: dict[str, Category] = {}
    told: list[dict[str, Any]] = tomllib.loads(SHELVES.read_text("utf-8"))["group"]
    for group in told:
        groups[group["code"]] = Group(
            code=group["code"],
            chinese=group["title"],
            english=group["english"],
            below=tuple(each["code"] for each in group["shelves"]),
        )
        for each in group["shelves"]:
            categories[each["code"]] = Category(
                code=each["code"],
                chinese=each["title"],
                english=each["english"],
                parent=group["code"],
                drawing=each["drawing"],
                classes=tuple(ProductClass(name) for name in each["classes"]),
            )
    return groups, categories


GROUPS, CATEGORIES = _read()


def drawing_of(category: str) -> str:
    """Return the name of the drawing that stands where a product has no picture."""
    known = CATEGORIES.get(category)
    return known.drawing if known else ANY_DRAWING


def codes_in(category: str) -> tuple[str, ...]:
    """Return the shelves that a group or a shelf names; none for what is neither."""
    if category in GROUPS:
        return GROUPS[category].below
    return (category,) if category in CATEGORIES else ()
