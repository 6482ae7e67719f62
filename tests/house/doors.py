"""Every address of the house, filled in with what stands in a furnished one."""

from datetime import UTC, datetime

from tests.house.furnish import MISSING, Furnished

NOBODY = f"{MISSING:032x}"
# The parts of addresses, and which thing of a village each names.
THINGS = {
    "bulletin_id": "bulletin",
    "membership_id": "asked",
    "term_id": "term",
    "unit_id": "unit",
    "import_id": "roster",
    "person_id": "resident",
}


class Doors:
    """Knows for a word (`own`, `other`, `crossed`, …) what stands in an address."""

    def __init__(self, app, house: Furnished):
        self.app, self.house = app, house
        self.rules = {(r.endpoint, m): r for r in app.url_map.iter_rules() for m in methods(r)}

    def url(self, endpoint, method, word, role):
        rule = self.rules[endpoint, method]
        values = {name: self.value(name, word, role, endpoint) for name in rule.arguments}
        with self.app.test_request_context():
            return rule.build(values)[1]

    def value(self, name, word, role, endpoint):
        house = self.house
        if name == "branch_id":
            where = {"crossed": "own", "lost": "own"}.get(word, word)
            return MISSING if where == "missing" else house.villages[where].branch.id
        if endpoint.startswith("admin."):
            thing = {
                "person_id": house.people["other"].id,
                "notice_id": house.dead.id,
                "kind": "rules",
            }
            return "rules" if name == "kind" else thing[name] if word == "own" else MISSING
        if name in THINGS:
            if word in {"missing", "lost"}:
                return MISSING
            where = "other" if word == "crossed" else word
            thing = house.villages[where].things.get(THINGS[name])
            return thing.id if thing is not None else MISSING
        if name in {"address_id", "notice_id", "sign_in_id"}:
            return self.belonging(name, word, role)
        return self.text(name, word, role, endpoint)

    def belonging(self, name, word, role):
        if word == "missing":
            return MISSING
        whose = "other" if word == "other's" or role == "visitor" else role
        if name == "sign_in_id":
            return self.house.sign_ins[whose]
        return self.house.mine[whose][name.removesuffix("_id")].id

    def text(self, name, word, role, endpoint):
        house = self.house
        if name == "handle" and word != "missing":
            if endpoint.startswith("me."):
                whose = "other" if word == "other's" or role == "visitor" else role
                return house.mine[whose]["code"]
            return house.codes["register" if "register" in endpoint else "reset"]
        found = {
            "handle": "no-such-handle",
            "number": 1 if word == "own" else MISSING,
            "ref": house.files["private" if word == "private" else "public"],
            "size": 480,
            "filename": "css/theme.css" if word == "own" else "css/none.css",
        }
        return NOBODY if (name, word) == ("ref", "missing") else found[name]


def methods(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


def furnish():
    return Furnished(datetime.now(UTC))
