"""What skills, licences and reaches are called; the lists are short, so that people choose."""

from collections.abc import Iterable, Mapping

from core.words import _l
from services.volunteering.models import Reach

SKILLS: Mapping[str, str] = {
    "farming": _l("农活"),
    "driving": _l("开车"),
    "repairs": _l("水电维修"),
    "carrying": _l("搬抬东西"),
    "phone": _l("电脑手机"),
    "paperwork": _l("写字填表"),
    "care": _l("照护老人病人"),
    "cooking": _l("做饭"),
    "haircut": _l("理发"),
    "medical": _l("医护"),
    "teaching": _l("教孩子"),
}
LICENCES: Mapping[str, str] = {
    "driver": _l("驾驶证"),
    "electrician": _l("电工证"),
    "welder": _l("焊工证"),
    "nurse": _l("护士执业证"),
    "doctor": _l("医师执业证"),
    "teacher": _l("教师资格证"),
    "health": _l("健康证"),
}
REACHES: Mapping[Reach, str] = {
    Reach.VILLAGE: _l("只在本村"),
    Reach.TOWNSHIP: _l("本乡镇都行"),
    Reach.COUNTY: _l("全县都行"),
}


def codes_of(text: str) -> list[str]:
    """Return the codes that a profile holds, in the order of the list, without unknown ones."""
    held = set(text.split(","))
    return [code for code in SKILLS if code in held]


def as_text(codes: Iterable[str]) -> str:
    """Return how a profile holds these codes."""
    return ",".join(codes_of(",".join(codes)))
