"""A roster as a file: read from one, and the template to fill in."""

from core.branches.models import Unit
from core.roster import columns, queries, rules
from core.roster.columns import Sheet
from core.roster.rules import Verdict
from core.storage.exports import write_xlsx
from core.storage.sheets import read_table
from core.words import _


def read_roster(data: bytes, name: str, *, unit: Unit, officer: int) -> tuple[Sheet, list[Verdict]]:
    """Read a spreadsheet and judge each line; raise `Refused`, field `file`. Changes nothing."""
    sheet = columns.read(read_table(name, data))
    village = queries.village_of(
        branch_id=unit.branch_id,
        unit_id=unit.id,
        officer=officer,
        phones=[line.phone for line in sheet.lines],
        names=[line.name for line in sheet.lines],
    )
    return sheet, rules.judge_all(sheet.lines, village)


def template() -> bytes:
    """Return an empty spreadsheet with the headings; it holds no example that could come in."""
    heading = (_("姓名"), _("手机号"), _("户号"), _("是否党员"), _("备注"))
    return write_xlsx([heading], title=_("花名册"))
