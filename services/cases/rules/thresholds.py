"""How each province draws the line of economic hardship, as `data/thresholds.toml` tells it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

TOLD = Path(__file__).parents[1] / "data" / "thresholds.toml"
PROVINCE_DIGITS = 2


class Basis(StrEnum):
    """What a province measures by: an amount of its own, or a local figure so many times over."""

    AMOUNT, WAGE, RELIEF, INCOME, LISTED = "amount", "wage", "relief", "income", "listed"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The line of one province (Legal Aid Law art. 34); `reaches` where the line itself counts."""

    basis: Basis
    source: str
    as_of: date
    yuan: int = 0  # a month and head, where the basis is an amount
    times: str = "1"
    reaches: bool = False
    also_property: bool = False
    url: str = ""


def threshold_of(district: str) -> Threshold | None:
    """Return the line where this district (GB/T 2260) lies, None where it is not known."""
    return _thresholds().get(district[:PROVINCE_DIGITS])


@cache
def _thresholds() -> dict[str, Threshold]:
    told = tomllib.loads(TOLD.read_text(encoding="utf-8"))
    return {
        province: Threshold(**{**line, "basis": Basis(line["basis"])})
        for province, line in told.items()
    }
