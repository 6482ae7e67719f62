"""Who acts for whom in a furnished house, and what stands in the addresses about it."""

import io
from datetime import timedelta

from PIL import Image

from core.accounts.codes import make_code
from core.accounts.models import CodePurpose
from core.clock import village_day
from core.db import writing
from core.proxy import operations
from core.proxy.models import Act, How, Proxy, Scope
from core.storage.operations import keep, lay_picture

MISSING = 987_654
ALL = "order,list,book,ask"
NO_REF = f"{MISSING:032x}"


class Proxies:
    """Lets people act for each other, by what the desk and the two of them do."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        self.count = 0
        self.acting = {}  # the session and the proxy of who acts for `person`, by their scopes

    def fill(self, where):
        """Put in an old villager with a helper: a paper that counts, and one nobody has signed."""
        village = self.house.villages[where]
        things, make = village.things, self.make
        officer = make.actor(things["steward"])
        elder = make.resident(things["unit"], make.person(name=f"老人{where}", phone=None))
        things["proxy"] = self.signed(village.branch, elder, self.helper(where), officer)
        for name in ("untold", "disputed"):
            things[name] = self.act(things["proxy"])
        with writing():
            operations.dispute(
                things["disputed"], f"canary-disputed{where}", by=make.actor(elder), at=self.at
            )
        things["unsigned"] = self.put_down(village.branch, elder, self.helper(where), officer)

    def helper(self, where):
        self.count += 1
        return self.make.person(name=f"帮手{where}{self.count}", password_hash="x")

    def wish(self):
        until = village_day(self.at) + timedelta(days=60)
        return operations.Wish(scopes=frozenset(Scope), until=until)

    def put_down(self, branch, person, helper, officer):
        with writing():
            return operations.put_down(branch, person, helper, self.wish(), by=officer, at=self.at)

    def signed(self, branch, person, helper, officer):
        proxy = self.put_down(branch, person, helper, officer)
        laid = self.photo(operations.owner_of_paper(proxy, by=officer))
        with writing():
            operations.sign(proxy, laid, by=officer, at=self.at)
        return proxy

    @staticmethod
    def photo(owner):
        data = io.BytesIO()
        Image.new("RGB", (64, 48), "#fff").save(data, "PNG")
        return lay_picture("签字.png", data.getvalue(), by=owner)

    def act(self, proxy):
        return self.make.add(
            Act(proxy_id=proxy.id, what="complaints.make", url="/complaints/", at=self.at)
        )

    def agreed(self, person, helper, **kw):
        """Return one that was agreed to by a code."""
        self.count += 1
        made = {
            "ref": f"agreed-{self.count}",
            "scopes": ALL,
            "how": How.CODE,
            "until": village_day(self.at) + timedelta(days=60),
            "asked_at": self.at,
            "consented_at": self.at,
            **kw,
        }
        return self.make.add(Proxy(person_id=person.id, proxy_id=helper.id, **made))

    def trusted(self, person):
        """Let several helpers act for this person, each trusted with something else, or no more."""
        yesterday = village_day(self.at) - timedelta(days=1)
        over = {"stopped": {"stopped_at": self.at, "stop_why": "self"}}
        over["expired"] = {"until": yesterday}
        for name in ("order", "list", "ask", "enrol", "book", ALL, *over):
            helper = self.make.person(name=f"代{name}")
            scopes = ALL if name in over else name
            proxy = self.agreed(person, helper, scopes=scopes, **over.get(name, {}))
            self.acting[name] = self.make.sign_in(helper), proxy.id
            if name == "book":
                self.house.clinics.booked_by(person, helper)

    def belongings(self, role, person):
        """Return who acts for this person, an act, for whom they act, and a code they asked for."""
        me, steward = self.make.actor(person), self.house.villages["upper"].things["steward"]
        laid = self.photo(me)
        with writing():
            paper = keep(laid, is_public=False, by=me, at=self.at).id
        # No desk looks after it, but that of the village where one lives.
        signed = {"how": How.PAPER, "recorded_by": steward.id, "paper_id": paper}
        proxy = self.agreed(person, self.helper(role), **signed)
        with writing():
            code = make_code(
                CodePurpose.PROXY,
                address="13900000001",
                facts={
                    "helper": str(person.id),
                    "who": person.name,
                    "what": "下单",
                    "scopes": "order",
                    "until": village_day(self.at).isoformat(),
                },
                at=self.at,
                good=False,
            ).handle
        return {
            "proxy": proxy,
            "act": self.act(proxy),
            "helping": self.agreed(self.make.person(name=f"托{role}的人"), person),
            "asked_code": code,
        }

    def in_address(self, name, word, role, endpoint):
        """Return what stands in this part of an address about proxies."""
        blueprint, _dot, view = endpoint.partition(".")
        if word == "missing":
            return {"ref": NO_REF, "handle": "no-such-handle"}.get(name, MISSING)
        if blueprint == "proxy_link":
            where = "other" if word == "crossed" and name == "act_id" else "own"
            things = self.house.villages[where].things
            return things["proxy"].ref if name == "ref" else things["disputed"].id
        whose = "other" if word == "other's" or role == "visitor" else role
        mine = self.house.mine[whose]
        if name == "handle":
            return mine["asked_code"]
        known = "helping" if view == "start" else name.removesuffix("_id")
        return mine[known].id

    def more(self, number):
        """Put in one more of all that the pages about proxies list."""
        things, make = self.house.villages["own"].things, self.make
        elder = make.resident(things["unit"], make.person(name=f"老人{number}", phone=None))
        proxy = self.agreed(elder, self.helper("own"))
        self.act(things["proxy"])
        disputed = self.act(proxy)
        with writing():
            operations.dispute(disputed, "不对", by=make.actor(elder), at=self.at)
        for role, person in self.house.people.items():
            self.agreed(person, self.helper(role))
            self.agreed(make.person(name=f"托人{number}"), person)
            if role in self.house.mine:
                self.act(self.house.mine[role]["proxy"])
