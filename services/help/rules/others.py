"""How far a request is, as those who help and the desk read it."""

from collections.abc import Mapping

from core.words import _, _l
from services.help.models import HelpStatus
from services.help.rules.stages import Facts, Stage, stage_of
from services.help.rules.words import STATUSES

# How a list at the desk names the step.
AT_DESK: Mapping[Stage, str] = {
    Stage.RECEIVED: _l("等答复"),
    Stage.ARRANGED: _l("安排了，在请人"),
    Stage.COMING: _l("有人去"),
    Stage.UNDER_WAY: _l("正在办"),
    Stage.DONE: _l("办好了，等本人确认"),
    Stage.CONFIRMED: _l("办好了"),
}


def chip_at_desk(status: HelpStatus, facts: Facts) -> tuple[str, str]:
    """Say in a word how far it is for the branch, and in which colour."""
    stage = stage_of(status, facts)
    if stage is None:
        return str(STATUSES[status]), ""
    if stage is Stage.DONE and not facts.unsaid:
        said = _("本人说不对，请问清楚") if facts.objected else str(STATUSES[HelpStatus.DONE])
        return said, "trouble" if facts.objected else ""
    return str(AT_DESK[stage]), "" if stage is Stage.CONFIRMED else "season"


def said_to_others(status: HelpStatus, facts: Facts) -> str:
    """Say in a sentence how far it is, to who helps and to an officer."""
    stage = stage_of(status, facts)
    if status in {HelpStatus.ASKED, HelpStatus.PLANNED} and facts.is_failed:
        return _("上次没有办成，支部会再安排。去过的话，请告诉支部补录")
    if stage is Stage.COMING and not facts.is_live:
        return _("时间过了，还没有签到的记录。去过的话，请告诉支部补录")
    if stage is Stage.DONE and not facts.unsaid:
        return _("本人说有不对的地方，支部在问清楚") if facts.objected else _("办好了")
    said: Mapping[Stage | None, str] = {
        Stage.RECEIVED: _("等支部答复"),
        Stage.ARRANGED: _("时间定好了，还在请人"),
        Stage.COMING: _("有人答应去了，请准时到约好的地方"),
        Stage.UNDER_WAY: _("人到了，正在办。办好了，请本人给确认码"),
        Stage.DONE: _("办好了，等本人说一声对不对"),
        Stage.CONFIRMED: _("办好了，本人也确认过了"),
        None: _("这次没有办"),
    }
    return said[stage]
