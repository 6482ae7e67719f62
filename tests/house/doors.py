"""Every address of the house, filled in with what stands in a furnished one."""

import re
from datetime import UTC, datetime

from core.me.calendars import token_of
from tests.house.furnish import MISSING, Furnished
from tests.house.hours import code_of

NOBODY = f"{MISSING:032x}"
NO_NUMBER = "XC-2222-2222-22"  # well written, and never issued
PART = re.compile(r"<(?:\w+:)?(\w+)>")
# The parts of addresses, and which thing of a village each names.
THINGS = {
    "bulletin_id": "bulletin",
    "membership_id": "asked",
    "term_id": "term",
    "unit_id": "unit",
    "import_id": "roster",
    "person_id": "resident",
    "producer_id": "producer",
    "paper_id": "paper",
    "zone_id": "zone",
    "point_id": "point",
    "product_id": "product",
    "pack_id": "pack",
    "certificate_id": "certificate",
    "question_id": "question",
    "review_id": "review",
    "order_id": "placed",
    "parcel_id": "parcel",
    "report_id": "report",
    "qualification_id": "qualification",
    "sponsorship_id": "active",
    "proxy_id": "proxy",
    "act_id": "disputed",
    "listing": "waiting",
    "task_id": "task",
    "licence_id": "licence",
    "shift_id": "shift",
    "wanted_id": "wanted",
    "hardship_id": "hardship",
    "request_id": "request",
    "attendance_id": "hours_attended",
    "commendation_id": "hours_commendation",
    "clinic_id": "clinic",
    "practitioner_id": "practitioner",
    "service_id": "service",
    "session_id": "session",
    "away_id": "away",
    "extra_id": "extra",
    "organiser_id": "organiser",
    "teacher_id": "school_teacher",
    "course_id": "course",
    "chapter_id": "chapter",
    "key": "lesson_key",
    "file_id": "lesson_picture",
}
# Where the part alone does not tell: by the endpoint, or by all endpoints of a blueprint.
FITTING = {
    ("certificates_desk", "certificate_id"): "issued",
    ("certificates_desk.show", "certificate_id"): "contested",
    ("certificates_desk.confirm", "certificate_id"): "contested",
    ("certificates_desk.drop", "certificate_id"): "contested",
    ("certificates_desk.take_back", "certificate_id"): "mistaken",
    ("sponsorship_desk.assign", "sponsorship_id"): "asked_visit",
    ("sponsorship_desk.visit", "sponsorship_id"): "visiting",
    ("sponsorship_desk.draft", "sponsorship_id"): "visiting",
    ("sponsorship_desk.pictures", "sponsorship_id"): "visiting",
    ("sponsorship_desk.picture", "sponsorship_id"): "visiting",
    ("sponsorship_desk.remove_picture", "sponsorship_id"): "visiting",
    ("sponsorship_desk.decide", "sponsorship_id"): "visited",
    ("sponsorship_desk.resume", "sponsorship_id"): "suspended",
    ("sponsorship_desk.take_out", "listing"): "product",
    ("hours_desk", "person_id"): "hours_comer",
    ("hours", "shift_id"): "hours_shift",
    ("hours.served", "shift_id"): "hours_served",
    ("hours_desk", "shift_id"): "hours_shift",
    ("hours_desk", "request_id"): "hours_request",
    ("hours_desk.show", "attendance_id"): "hours_objected",
    ("hours_desk.answer", "attendance_id"): "hours_objected",
    ("hours_desk.reply", "attendance_id"): "hours_wrong",
    ("sponsorship_desk", "picture_id"): "visit_picture",
    ("sell", "picture_id"): "farm_picture",
    ("catalog", "picture_id"): "product_picture",
    ("threads", "picture_id"): "message_picture",
    ("sponsorship.place", "ref"): "producer",
    ("sponsorship.withdraw", "ref"): "quiet",
    ("complaints.make", "ref"): "producer",
    ("reports.lift", "report_id"): "upheld",
    ("volunteering_desk", "shift_id"): "task_shift",
    ("orders_desk.pack", "order_id"): "accepted",
    ("orders_desk.ship", "order_id"): "packed",
    ("orders_desk.cash", "order_id"): "shipped",
    ("orders_desk.refused", "order_id"): "shipped",
    ("orders_desk.parcel", "order_id"): "shipped",
    ("orders_desk.no_code", "order_id"): "received",
    ("proxy_desk.paper", "proxy_id"): "unsigned",
    ("help_desk.slip", "request_id"): "planned_help",
    ("help_desk.print_slip", "request_id"): "planned_help",
    ("help_desk.told", "request_id"): "planned_help",
    ("proxy_desk.sheet", "proxy_id"): "unsigned",
    ("teach.paper", "key"): "paper_key",
}
# What a buyer reads and does, by the address of an order that is their own or another's.
BUYERS = ("orders", "threads", "reviews")
# What nobody is shown: what is off, a farm no branch has been to, what was done in a home.
HIDDEN = {"product_id": "off", "producer_id": "quiet", "ref": "quiet", "task_id": "home_over"}
# What belongs to a person and to nobody else.
OWNED = {"address_id", "notice_id", "sign_in_id", "turn_id", ("volunteering.cannot", "shift_id")}
OWNED |= {"asking_id"}
HIDDEN |= {"shift_id": "shift_in_turn"}  # whom it asks alone may know of it
# Complaints by the word in the table: of which village, and with whom they lie.
COMPLAINTS = {
    "own": ("own", "with_steward"),
    "other": ("other", "with_steward"),
    "upper": ("own", "with_upper"),
    "operator": ("foreign", "with_operator"),
    "mine": ("other", "answered"),
    "other's": ("own", "answered"),
}
KINDS = {"sponsorship": "producer", "complaints": "producer", "outward": "pages"}


class Doors:
    """Knows for a word (`own`, `other`, `crossed`, …) what stands in an address."""

    def __init__(self, app, house: Furnished):
        self.app, self.house = app, house
        self.rules = {(r.endpoint, m): r for r in app.url_map.iter_rules() for m in methods(r)}
        self.parts = {r.endpoint: PART.findall(r.rule) for r in app.url_map.iter_rules()}
        self.adapter = app.url_map.bind("localhost")
        # Rooms that know themselves what stands in their addresses.
        self.rooms = {
            "admin": self.administered,
            "proxy": house.proxies.in_address,
            "proxy_link": house.proxies.in_address,
            "help": house.helping.in_address,
            "paid_work": house.helping.in_address,
            "learn": house.school.in_address,
            "lessons": house.learning.in_address,
            "homework": house.learning.in_address,
            "course_figures": house.learning.in_address,
            "lesson_questions": house.learning.asked.in_address,
            "teach_questions": house.learning.asked.in_address,
            "appointments": house.clinics.in_address,
            "cases": house.clinics.in_address,
            "practice": house.clinics.in_address,
            "exams": house.exams.in_address,
            "items": house.exams.in_address,
            "enrolments": house.enrolments.in_address,
            "cohorts": house.enrolments.in_address,
            "class_desk": house.classes.in_address,
            "attending": house.classes.in_address,
            "recordings": house.recorded.in_address,
            "teach_recording": house.recorded.in_address,
        }

    def url(self, endpoint, method, word, role):
        """Return the address; KeyError where the word says nothing of such an address."""
        rule = self.rules[endpoint, method]
        values = {name: self.value(name, word, role, endpoint) for name in rule.arguments}
        return self.adapter.build(endpoint, values, method=method)

    def where(self, name, word, endpoint):
        """Say whose thing stands in this part of the address."""
        parts = self.parts[endpoint]
        if word in {"crossed", "lost"} and name != parts[-1]:
            return "own"
        if word == "lent":  # all but the first is of another place
            return "own" if name == parts[0] else "other"
        return {"crossed": "other", "lost": "missing", "strange": "own"}.get(word, word)

    def value(self, name, word, role, endpoint):
        if room := self.rooms.get(endpoint.partition(".")[0]):
            return room(name, word, role, endpoint)
        if endpoint == "questions.take_back":
            return self.question(name, word, role)
        is_bought = name in {"ref", "line_id"} and endpoint.partition(".")[0] in BUYERS
        if is_bought or name in OWNED or (endpoint, name) in OWNED:
            mine = self.bought if is_bought else self.belonging
            return mine(name, word, role, endpoint)
        if name == "ref" and endpoint.startswith("complaints.") and endpoint != "complaints.make":
            return self.complaint(word)
        where = self.where(name, word, endpoint)
        if endpoint == "threads.buyer_picture" and where in {"mine", "other's"}:
            where = "own"  # a picture of the farm's order, and so of neither
        if name == "branch_id":
            return MISSING if where == "missing" else self.house.villages[where].branch.id
        blueprint = endpoint.partition(".")[0]
        known = FITTING.get((endpoint, name)) or FITTING.get((blueprint, name)) or THINGS.get(name)
        return self.thing(known, name, where) if known else self.text(name, word, role, endpoint)

    def administered(self, name, word, _role, _endpoint):
        house = self.house
        thing = {
            "person_id": house.people["other"].id,
            "notice_id": house.dead.id,
            "branch_id": house.villages["own"].branch.id,
            "kind": "rules",
        }
        return thing[name] if word == "own" or name == "kind" else MISSING

    def complaint(self, word):
        if word == "missing":
            return NOBODY
        village, level = COMPLAINTS[word]
        return self.house.villages[village].things[level].ref

    def thing(self, known, name, where):
        """Return the id of this thing in that village."""
        if where == "missing":
            return MISSING
        if where == "hidden":
            known, where = HIDDEN[name], "own"
        thing = self.house.villages[where].things.get(known)
        return thing.id if thing is not None else MISSING

    def question(self, name, word, role):
        """Return a question that one has asked oneself, or somebody else, with its product."""
        whose = "other" if word == "other's" or role == "visitor" else role
        question = self.house.mine[whose]["question"]
        if name == "question_id":
            return MISSING if word == "missing" else question.id
        product = self.house.villages["upper"].things["product"]
        return product.id if word == "crossed" else question.product_id

    def bought(self, name, word, role, endpoint):
        """Return the address of an order that one has placed oneself, or of somebody else's."""
        if word == "missing":
            return NOBODY if name == "ref" else MISSING
        whose = "other" if word == "other's" or role == "visitor" else role
        mine = self.house.mine[whose]
        if name == "line_id":
            return (self.house.villages["own"].things if word == "crossed" else mine)["line"].id
        fitting = {"reviews.write": "came", "orders.purchase": "purchase"}
        return mine[fitting.get(endpoint, "order")].ref

    def of_hours(self, name, word, role, endpoint):
        """Return what stands behind a QR, in a branch's notice, or in one's own hours."""
        where = self.where(name, word, endpoint)
        if name == "code":
            known = "hours_served" if endpoint == "hours.served" else "hours_shift"
            village = self.house.villages.get(where)
            return code_of(endpoint, village and village.things[known])
        if endpoint == "hours.object_to":
            village = self.house.villages.get(where)
            return village.things["hours_shown"].ref if village else NOBODY
        whose = "other" if word == "other's" or role == "visitor" else role
        return NOBODY if word == "missing" else self.house.mine[whose]["attendance"].ref

    def belonging(self, name, word, role, _endpoint):
        if word == "missing":
            return MISSING
        whose = "other" if word == "other's" or role == "visitor" else role
        if name == "sign_in_id":
            return self.house.sign_ins[whose]
        return self.house.mine[whose][name.removesuffix("_id")].id

    def number(self, name, word, endpoint):
        """Return the number of a version of the house's rules, or of a village's certificate."""
        if not endpoint.startswith("certificates."):
            return 1 if word == "own" else MISSING
        where = self.where(name, word, endpoint)
        if where == "missing" or name != "number":
            return NO_NUMBER
        return self.house.villages[where].things["issued"].number

    def text(self, name, word, role, endpoint):
        if endpoint.startswith("hours."):
            return self.of_hours(name, word, role, endpoint)
        house = self.house
        if name == "token":
            return f"1-{0:032x}" if word == "missing" else token_of(house.people["person"].id)
        if name == "handle" and word != "missing":
            if endpoint.startswith("me."):
                whose = "other" if word == "other's" or role == "visitor" else role
                return house.mine[whose]["code"]
            return house.codes["register" if "register" in endpoint else "reset"]
        found = {
            "handle": "no-such-handle",
            "number": self.number(name, word, endpoint),
            "ref": house.files["private" if word == "private" else "public"],
            "size": 480,
            "filename": "css/theme.css" if word == "own" else "css/none.css",
            "product_class": "nothing" if word == "missing" else "fresh",
            "kind": "nothing" if word == "strange" else KINDS.get(endpoint.partition(".")[0]),
            "after": MISSING if word == "missing" else 0,
        }
        return NOBODY if (name, word) == ("ref", "missing") else found[name]


def methods(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


def furnish():
    return Furnished(datetime.now(UTC))
