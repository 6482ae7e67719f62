"""The pages of the house, for whom each is meant, and what stands in their addresses."""

VISITOR, PERSON, SECRETARY, ABOVE = "visitor", "person", "secretary", "above"
STEWARD, CLERK, ADMIN = "steward", "clerk", "admin"
WHO = {
    VISITOR: "",
    PERSON: "王小满",  # who also runs a farm
    STEWARD: "李秀英",  # and deputy
    SECRETARY: "周建国",
    ABOVE: "赵明远",
    CLERK: "何静",
    ADMIN: "林涛",
}
# The administrator comes first: some pages want a password given within a quarter of an hour.
PLACES = {
    ADMIN: [
        "/admin/",
        "/admin/people",
        "/admin/people/{person}",
        "/admin/people/{person}/disable",
        "/admin/branches",
        "/admin/branches/new",
        "/admin/branches/{branch}",
        "/admin/branches/{branch}/move",
        "/admin/branches/{branch}/secretary",
        "/admin/clerks",
        "/admin/facts",
        "/admin/facts/licence",
        "/admin/mail",
        "/admin/history",
        "/admin/sheets",
        "/admin/sheets/rules",
        "/admin/workers",
        "/admin/classes/",
        "/admin/classes/workshop",
    ],
    VISITOR: [
        "/",
        "/branches/",
        "/branches/{branch}",
        "/branches/{branch}/bulletins/",
        "/branches/{branch}/bulletins/{bulletin}",
        "/login",
        "/register",
        "/reset",
        "/reset/slip",
        "/about",
        "/contact",
        "/rules",
        "/rules/1",
        "/privacy",
        "/privacy/1",
        "/style",
        "/no-such-page",
        "/market/{product}/questions",
        "/search",
        "/search?q=%E8%9C%9C%E6%A9%98",
        "/search?q=nothing-of-the-kind",
        "/cart",
    ],
    PERSON: [
        "/",
        "/me/",
        "/me/name",
        "/me/password",
        "/me/contact",
        "/me/addresses",
        "/me/addresses/new",
        "/me/sessions",
        "/me/settings",
        "/me/data",
        "/me/close",
        "/me/branch",
        "/inbox",
        "/branches/{other}/join",
        "/login/confirm",
        "/desk/",
        "/me/complaints",
        "/me/qualifications",
        "/me/steward",
        "/me/places/producer/{farm}",
        "/complaints/new/producer/{neighbour}?listing={theirs}",
        "/market/{theirs}/questions",
        "/market/{theirs}/report",
        "/sell/",
        "/sell/apply",
        "/sell/{farm}/",
        "/sell/{farm}/facts",
        "/sell/{farm}/story",
        "/sell/{farm}/holiday",
        "/sell/{farm}/papers",
        "/sell/{farm}/papers/new",
        "/sell/{farm}/papers/{paper}",
        "/sell/{farm}/papers/{paper}/scan",
        "/sell/{farm}/pictures",
        "/sell/{farm}/pictures/{farm_picture}",
        "/sell/{farm}/freight",
        "/sell/{farm}/freight/zones/new",
        "/sell/{farm}/freight/zones/{zone}",
        "/sell/{farm}/freight/points/new",
        "/sell/{farm}/freight/points/{point}",
        "/sell/{farm}/questions",
        "/sell/{farm}/questions/{question}",
        "/sell/{farm}/products/",
        "/sell/{farm}/products/new",
        "/sell/products/{product}/",
        "/sell/products/{product}/what",
        "/sell/products/{product}/how",
        "/sell/products/{product}/again",
        "/sell/products/{product}/pictures",
        "/sell/products/{pictured}/pictures/{product_picture}",
        "/sell/products/{product}/certificates/new",
        "/sell/products/{product}/packs/new",
        "/sell/products/{product}/packs/{pack}",
        "/sell/products/{product}/packs/{pack}/stock",
    ],
    STEWARD: [
        "/me/steward",
        "/desk/{branch}/sponsorships/{visiting}/visit",
        "/desk/{branch}/sponsorships/{visiting}/visit/pictures",
        "/complaints/{complaint}",
    ],
    SECRETARY: [
        "/desk/",
        "/desk/{branch}/",
        "/desk/{branch}/week",
        "/desk/{branch}/members",
        "/desk/{branch}/members/add",
        "/desk/{branch}/memberships/{asked}",
        "/desk/{branch}/people",
        "/desk/{branch}/people?q=nobody",
        "/desk/{branch}/people/new",
        "/desk/{branch}/people/settle",
        "/desk/{branch}/people/{resident}",
        "/desk/{branch}/people/{resident}/home",
        "/desk/{branch}/people/{resident}/number",
        "/desk/{branch}/bulletins/",
        "/desk/{branch}/bulletins/new",
        "/desk/{branch}/bulletins/{bulletin}",
        "/desk/{branch}/offices",
        "/desk/{branch}/offices/new",
        "/desk/{branch}/offices/{term}/extend",
        "/desk/{branch}/offices/{term}/stand-in",
        "/desk/{branch}/offices/{term}/hand-over",
        "/desk/{branch}/units",
        "/desk/{branch}/units/new",
        "/desk/{branch}/units/{unit}",
        "/desk/{branch}/roster/",
        "/desk/{branch}/sponsorships/",
        "/desk/{branch}/sponsorships/?state=standing",
        "/desk/{branch}/sponsorships/{active}",
        "/desk/{branch}/sponsorships/{active}/steward",
        "/desk/{branch}/sponsorships/{active}/suspend",
        "/desk/{branch}/sponsorships/{active}/end",
        "/desk/{branch}/sponsorships/{asked_visit}/assign",
        "/desk/{branch}/sponsorships/{visiting}/decide",
        "/desk/{branch}/complaints/",
        "/desk/{branch}/qualifications/",
        "/desk/{branch}/qualifications/new",
        "/desk/{branch}/qualifications/{qualification}/revoke",
        "/desk/{branch}/producers/",
        "/desk/{branch}/producers/{farm}",
        "/desk/{branch}/producers/{farm}/products/{product}",
    ],
    CLERK: [
        "/operate/",
        "/operate/complaints/",
        "/operate/reports/",
        "/operate/reports/{report}",
        "/operate/questions/{question}/hide",
    ],
    ABOVE: ["/desk/{above}/below"],
}
KEY = {
    VISITOR: ["/", "/branches/", "/branches/{branch}", "/login", "/register", "/no-such-page"],
    PERSON: [
        "/me/",
        "/me/addresses/new",
        "/inbox",
        "/sell/",
        "/sell/{farm}/",
        "/sell/{farm}/products/",
        "/sell/{farm}/products/new",
        "/sell/products/{product}/what",
        "/sell/products/{product}/how",
        "/sell/{farm}/papers",
        "/sell/{farm}/freight",
        "/market/{theirs}/questions",
    ],
    SECRETARY: ["/desk/", "/desk/{branch}/people", "/desk/{branch}/bulletins/new"],
    STEWARD: ["/desk/{branch}/sponsorships/{visiting}/visit", "/complaints/{complaint}"],
    CLERK: ["/operate/", "/operate/reports/{report}"],
}
GOODS = ["/market/", "/market/{product}", "/market/farms/{farm}", "/search?q=miju"]
FIRST_VIEWS = ["/", "/branches/", "/branches/{branch}", "/login", *GOODS]
IN_ENGLISH = [
    *FIRST_VIEWS,
    "/register",
    "/reset",
    "/reset/slip",
    "/about",
    "/contact",
    "/no-such-page",
    "/market/{product}/questions",
]
IN_ENGLISH_SIGNED_IN = [
    "/me/complaints?lang=en",
    "/me/qualifications?lang=en",
    "/me/places/producer/{farm}?lang=en",
    "/complaints/new/producer/{neighbour}?listing={theirs}&lang=en",
    "/market/{theirs}/report?lang=en",
    "/market/{theirs}/questions?lang=en",
]
ANSWERS = {(VISITOR, "/no-such-page"): 404, (PERSON, "/desk/"): 403}
ONLY_WITH_SCRIPTS = {"显示", "先不了"}
# Pages that only a story leads to: they are measured where it is told; so is the market.
IN_STORIES = {
    "market.home",
    "market.product",
    "market.card",
    "market.farm",
    "market.farm_card",
    "market.seasons",
    "accounts.new_password",
    "accounts.register_code",
    "accounts.register_open",
    "accounts.reset_code",
    "me.contact_code",
    "me.edit_address",
    "roster.show",
}
NO_PAGES = {"accounts.open_link", "files.show", "files.show_size", "roster.template", "static"}
NO_PAGES |= {"outward.feed", "outward.sitemap", "outward.sitemap_part", "search.suggest"}
NO_PAGES |= {"sell.paper_file", "producers_desk.paper_file", "sponsorship_desk.picture"}
NO_PAGES |= {"site.favicon", "site.robots", "machines.alive", "machines.ready", "machines.figures"}


def names_in(ask):
    """Return what stands for each name in an address; `ask` reads the town's database."""
    branch = ask("SELECT id FROM branch WHERE name = '桃源村党支部'")
    return {"branch": branch, **people_in(ask, branch), **market_in(ask, branch)}


def people_in(ask, branch):
    return {
        "other": ask("SELECT id FROM branch WHERE name = '柳湾村党支部'"),
        "above": ask("SELECT id FROM branch WHERE name = '桃源镇党委'"),
        "bulletin": ask("SELECT min(id) FROM branch_bulletin WHERE branch_id = ?", branch),
        "asked": ask(
            "SELECT id FROM branch_membership WHERE branch_id = ? AND status = 'asked'", branch
        ),
        "resident": ask("SELECT id FROM person WHERE name = '刘小雨'"),
        "person": ask("SELECT id FROM person WHERE name = '刘小雨'"),
        "term": ask(
            "SELECT id FROM branch_office WHERE branch_id = ? AND role = 'publicity'", branch
        ),
        "unit": ask("SELECT min(id) FROM branch_unit WHERE branch_id = ?", branch),
    }


def market_in(ask, branch):
    """Return a farm with what it sells, a neighbour's, and what lies at the desks."""
    farm = ask("SELECT id FROM shop_producer WHERE name = '王小满家庭农场'")
    near = ask("SELECT id FROM shop_producer WHERE name = '桃源茶果专业合作社'")
    sold = "SELECT min(id) FROM shop_product WHERE producer_id = ? AND sponsorship_id > 0 AND is_on"
    product = ask(sold, farm)
    picture = (
        "SELECT min(t.{column}) FROM shop_product_picture t JOIN shop_product p"
        " ON p.id = t.product_id WHERE p.producer_id = ?"
    )
    of_farm = "SELECT min(id) FROM {table} WHERE producer_id = ?"
    at_desk = "SELECT max(id) FROM sponsorship WHERE branch_id = ? AND status = ?"
    return {
        "farm": farm,
        "neighbour": near,
        "product": product,
        "theirs": ask(sold, near),
        "paper": ask(of_farm.format(table="shop_paper"), farm),
        "farm_picture": ask(
            "SELECT min(id) FROM shop_producer_picture WHERE producer_id = ?", farm
        ),
        "pictured": ask(picture.format(column="product_id"), farm),
        "product_picture": ask(picture.format(column="id"), farm),
        "zone": ask(of_farm.format(table="shop_freight_zone"), farm),
        "point": ask(of_farm.format(table="shop_pickup_point"), farm),
        "pack": ask("SELECT min(id) FROM shop_pack WHERE product_id = ?", product),
        "question": ask("SELECT min(id) FROM shop_question WHERE product_id = ?", product),
        "report": ask("SELECT min(id) FROM shop_report"),
        "complaint": ask("SELECT min(ref) FROM complaint"),
        "qualification": ask("SELECT min(id) FROM qualification WHERE branch_id = ?", branch),
        "active": ask(at_desk, branch, "active"),
        "asked_visit": ask(at_desk, branch, "asked"),
        "visiting": ask(at_desk, branch, "visiting"),
    }
