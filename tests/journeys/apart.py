"""Pages that are looked at in their own way: in English, in a story, or no pages at all."""

GOODS = ["/market/", "/market/{product}", "/market/farms/{farm}", "/search?q=miju"]
HANDS = ["/volunteer/", "/volunteer/{task}"]
FIRST_VIEWS = ["/", "/branches/", "/branches/{branch}", "/login", *GOODS, *HANDS]
# A lesson is kept in the phone by a script alone; read it can be without.
ONLY_WITH_SCRIPTS = {"显示", "先不了", "存到手机上，没网也能看"}
# Pages that only a story leads to: they are measured where it is told; so is the market.
IN_STORIES = {
    "checkout.home",
    "orders.purchase",
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
    "accounts.second_step",
    "me.backup_codes",
    "me.second_factor_off",
    "me.contact_code",
    "me.edit_address",
    "roster.show",
    "proxy.code",
    "proxy.show",
    "proxy.doing",
    "proxy.dispute",
    "proxy_link.show",
    "proxy_link.dispute",
    "proxy_desk.show",
    "proxy_desk.paper",
    "proxy_desk.sheet",
    "proxy_desk.slip",
    "proxy_desk.answer",
    "hours.here",
    "hours.digits",
    "hours.served",
    "hours.show",
    "hours.object_to",
    "hours_desk.show",
    "hours_desk.decline",
    "hours_desk.person",
    "hours_desk.commendation",
    "help.coming",
    "cases.ask",
    "cases.papers",
    "cases.submit",
    "practice.broken",
    "practice.second",
    "exams.test",
    "exams.hand_in",
    "lessons.report",
    "lessons.offline",
    "homework.home",
    "homework.show",
}
NO_PAGES = {"accounts.open_link", "files.show", "files.show_size", "roster.template", "static"}
NO_PAGES |= {"outward.feed", "outward.sitemap", "outward.sitemap_part", "search.suggest"}
NO_PAGES |= {"sell.paper_file", "producers_desk.paper_file", "sponsorship_desk.picture"}
NO_PAGES |= {"orders_desk.slips", "threads.buyer_picture", "threads.seller_picture"}
NO_PAGES |= {"calendar.feed", "appointments.calendar", "attending.calendar", "cases.write"}
NO_PAGES |= {"recordings.play", "offline.worker", "lessons.picture", "homework.picture"}
NO_PAGES |= {"certificates.paper", "learn.booklet"}
NO_PAGES |= {"proxy.paper", "proxy_desk.photo", "hours.export"}
NO_PAGES |= {"site.favicon", "site.robots", "machines.alive", "machines.ready", "machines.figures"}
IN_ENGLISH = [
    *FIRST_VIEWS,
    "/register",
    "/reset",
    "/reset/slip",
    "/about",
    "/contact",
    "/no-such-page",
    "/market/{product}/questions",
    "/certificates/",
    "/certificates/{number}",
    "/certificates/XC-2222-2222-22",
    "/learn/",
]
IN_ENGLISH_SIGNED_IN = [
    "/volunteer/mine?lang=en",
    "/me/complaints?lang=en",
    "/me/qualifications?lang=en",
    "/me/certificates?lang=en",
    "/me/places/producer/{farm}?lang=en",
    "/complaints/new/producer/{neighbour}?listing={theirs}&lang=en",
    "/market/{theirs}/report?lang=en",
    "/market/{theirs}/questions?lang=en",
    "/volunteer/me?lang=en",
    "/volunteer/{task}?lang=en",
    "/me/proxies/?lang=en",
    "/me/proxies/ask?lang=en",
]
