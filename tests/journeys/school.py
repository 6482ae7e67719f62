"""The pages of the school, for whom each is meant."""

WHO = {"teacher": "唐文芳", "learner": "陈桂花"}
COURSE, DRAFT = "/learn/{food}", "/teach/courses/{food}"
COHORT = "/teach/courses/{hosting}/cohorts"
MEETING, HERE = "/teach/courses/{hosting}/classes/{meeting}", "/learn/classes/{meeting}"
OF_BRANCH = "/desk/{branch}/organisers/{school}"
PLACES = {
    "visitor": [
        "/learn/",
        "/learn/?subject=law&level=beginner",
        "/learn/?unlocks=homestay-host&level=advanced",
        COURSE,
        "/learn/{hosting}",
        "/learn/{law}",
        f"{COURSE}/{{first}}",
        "/learn/{law}/{article}",
        "/learn/organisers/{school}",
        "/certificates/{learnt}",
    ],
    "person": [  # who has passed one course and could begin others
        COURSE,
        f"{COURSE}/{{last}}",
        "/learn/mine",
        "/learn/{selling}",
        "/learn/{selling}/enrol",
        "/learn/{hosting}/enrol",
        "/learn/attempts/{attempt}",
        f"{COURSE}/{{first}}/questions",
        f"{COURSE}/{{talked_of}}/questions",
        "/me/certificates",
    ],
    "learner": [
        COURSE,
        f"{COURSE}/{{first}}",
        "/learn/mine",
        f"{COURSE}/leave",
        f"{COURSE}/exam",
        f"{COURSE}/{{talked_of}}/questions",
        HERE,
        f"{HERE}/here",
        f"{HERE}/here/abcdefgh",
        "/learn/{hosting}",
    ],
    "teacher": [
        "/teach/",
        "/teach/organiser/new",
        "/teach/organisers/{school}/",
        "/teach/organisers/{school}/edit",
        "/teach/organisers/{school}/teachers",
        "/teach/organisers/{school}/courses/new",
        f"{DRAFT}/",
        "/teach/courses/{law}/",
        f"{DRAFT}/head",
        f"{DRAFT}/chapters/{{chapter}}",
        f"{DRAFT}/chapters/{{chapter}}/lessons/new",
        f"{DRAFT}/lessons/{{first}}",
        f"{DRAFT}/lessons/{{first}}/pictures",
        f"{DRAFT}/lessons/{{first}}/pictures/{{lesson_picture}}",
        f"{DRAFT}/lessons/{{last}}",
        f"{DRAFT}/lessons/{{sheet}}/paper",
        f"{DRAFT}/lessons/{{sound}}/recording",
        f"{DRAFT}/preview",
        f"{DRAFT}/preview/{{first}}",
        f"{DRAFT}/items/",
        f"{DRAFT}/items/new/order",
        f"{DRAFT}/items/{{item}}/edit",
        "/teach/courses/{selling}/cohorts/new",
        COHORT,
        f"{COHORT}/{{cohort}}",
        f"{COHORT}/{{cohort}}/edit",
        f"{COHORT}/{{cohort}}/seats",
        f"{COHORT}/{{cohort}}/cancel",
        f"{COHORT}/{{cohort}}/hold",
        f"{COHORT}/{{cohort}}/classes/new",
        MEETING,
        f"{MEETING}/edit",
        f"{MEETING}/cancel",
        f"{MEETING}/countersign",
        "/teach/organisers/{school}/questions",
        f"{DRAFT}/questions/{{open_question}}",
        f"{DRAFT}/questions/{{open_question}}/hide",
        f"{DRAFT}/questions/{{answered}}",
        f"{DRAFT}/figures",
        f"{DRAFT}/figures/stuck",
    ],
    "secretary": [
        OF_BRANCH,
        f"{OF_BRANCH}/courses/{{food}}",
        f"{OF_BRANCH}/courses/{{food}}/lessons/{{first}}",
        "/desk/{branch}/school",
    ],
}
KEY = {
    "visitor": ["/learn/", COURSE, "/learn/{law}/{article}"],
    "learner": [COURSE, f"{COURSE}/{{first}}", "/learn/mine"],
    "teacher": ["/teach/", f"{DRAFT}/", f"{DRAFT}/lessons/{{first}}", f"{DRAFT}/items/", COHORT],
}


def names_in(ask, _branch):
    """Return the courses of the demo's school and what stands in them, and in the next of one."""
    live = "SELECT {what} FROM training_version v JOIN training_course c ON c.id = v.course_id"
    live += " WHERE v.status = 'live' AND c.subject = ? ORDER BY c.id"
    course = {
        name: ask(live.format(what="c.id"), subject)
        for name, subject in (
            ("food", "food"),
            ("selling", "selling"),
            ("hosting", "hosting"),
            ("law", "law"),
        )
    }
    draft = ask("SELECT id FROM training_version WHERE status = 'draft'")
    key = "SELECT {of}(key) FROM training_lesson WHERE version_id = ?"
    of_kind = key.format(of="min") + " AND kind = ?"
    first = ask(key.format(of="min"), draft)
    law = ask(live.format(what="v.id"), "law")
    return {
        **course,
        "school": ask("SELECT min(id) FROM training_organiser"),
        "first": first,
        "last": ask(of_kind, draft, "practice"),
        "sound": ask(of_kind, draft, "audio"),
        "sheet": ask(of_kind, draft, "paper"),
        "article": ask(key.format(of="min"), law),
        "chapter": ask("SELECT min(id) FROM training_chapter WHERE version_id = ?", draft),
        "lesson_picture": ask(
            "SELECT min(f.id) FROM training_lesson_file f JOIN training_lesson l"
            " ON l.id = f.lesson_id WHERE l.version_id = ? AND l.key = ?",
            draft,
            first,
        ),
        "item": ask("SELECT min(id) FROM training_item WHERE version_id = ?", draft),
        "cohort": ask("SELECT min(id) FROM training_cohort"),
        "meeting": ask("SELECT min(id) FROM training_class"),
        "talked_of": ask("SELECT min(lesson_key) FROM training_question"),
        "answered": ask("SELECT min(id) FROM training_question WHERE answered_at IS NOT NULL"),
        "open_question": ask("SELECT max(id) FROM training_question WHERE answered_at IS NULL"),
        "attempt": ask(
            "SELECT a.ref FROM training_attempt a JOIN training_enrolment e ON e.id ="
            " a.enrolment_id JOIN person p ON p.id = e.person_id WHERE p.name = '王小满'"
            " AND a.ended_at IS NOT NULL ORDER BY a.id"
        ),
        "learnt": ask("SELECT min(number) FROM certificate WHERE kind = 'course'"),
    }
