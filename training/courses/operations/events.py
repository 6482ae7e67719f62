"""What teachers and stewards are told about organisers and courses."""

from core.house import Event
from core.words import _l

SCHOOL, VERIFYING = "学堂", "核验"

EVENTS = (
    Event(
        name="courses.waits",
        kind=VERIFYING,
        title=_l("%(organiser)s发布了课程“%(title)s”"),
        text=_l("请看一看内容，没问题就放上来，大家才看得到。"),
        urgent=True,
    ),
    Event(
        name="courses.anew",
        kind=VERIFYING,
        title=_l("%(organiser)s改了课程“%(title)s”"),
        text=_l("新内容已经发布，请再看一看。"),
        urgent=True,
    ),
    Event(
        name="courses.put_under",
        kind=SCHOOL,
        title=_l("课程“%(title)s”放上来了"),
        text=_l("大家现在能看到、能报名。"),
    ),
    Event(
        name="courses.taken_out",
        kind=SCHOOL,
        title=_l("支部把课程“%(title)s”收回了"),
        text=_l("大家暂时看不到它，正在学的可以学完。有疑问就问问包联人。"),
        urgent=True,
    ),
    Event(
        name="courses.named",
        kind=SCHOOL,
        title=_l("%(organiser)s请您当老师"),
        text=_l("您现在能编课、看学员的作业。不想当，随时可以退出。"),
        urgent=True,
    ),
    Event(
        name="courses.out",
        kind=SCHOOL,
        title=_l("您不再是%(organiser)s的老师了"),
        text=_l("您写的课程内容留在那里，学员照常学。"),
        urgent=True,
    ),
    Event(
        name="courses.keeps",
        kind=SCHOOL,
        title=_l("现在由您打理%(organiser)s"),
        text=_l("原来的负责人退出了。请看看老师和核验还要不要安排。"),
        urgent=True,
    ),
    Event(
        name="courses.left",
        kind=SCHOOL,
        title=_l("%(name)s不再是%(organiser)s的老师"),
        text=_l("课程内容都留着，学员照常学。"),
    ),
)
