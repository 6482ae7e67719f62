"""What stands for each name in an address, read from the town's database."""

from tests.journeys import clinics, helping, school


def names_in(ask):
    """Return what stands for each name in an address; `ask` reads the town's database."""
    branch = ask("SELECT id FROM branch WHERE name = '桃源村党支部'")
    return {
        "branch": branch,
        **people_in(ask, branch),
        **market_in(ask, branch),
        **tasks_in(ask, branch),
        **papers_in(ask, branch),
        **helping.names_in(ask, branch),
        **clinics.names_in(ask, branch),
        **school.names_in(ask, branch),
    }


def papers_in(ask, branch):
    """Return a certificate that stands, and the hardship that a branch has recorded."""
    certificate = ask(
        "SELECT min(id) FROM certificate WHERE branch_id = ? AND revoked_at IS NULL", branch
    )
    return {
        "certificate": certificate,
        "number": ask("SELECT number FROM certificate WHERE id = ?", certificate),
        "hardship": ask("SELECT min(id) FROM shop_hardship WHERE branch_id = ?", branch),
    }


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
    at_desk = (
        "SELECT max(id) FROM sponsorship WHERE branch_id = ? AND status = ? AND kind = 'producer'"
    )
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
        **reviews_in(ask, farm),
        **orders_in(ask, farm),
        "qualification": ask("SELECT min(id) FROM qualification WHERE branch_id = ?", branch),
        "active": ask(at_desk, branch, "active"),
        "asked_visit": ask(at_desk, branch, "asked"),
        "visiting": ask(at_desk, branch, "visiting"),
    }


def tasks_in(ask, branch):
    """Return a task of the branch that repeats, and its last shift."""
    task = ask(
        "SELECT min(id) FROM volunteer_task WHERE branch_id = ? AND source = 'branch'", branch
    )
    return {
        "task": task,
        "shift": ask("SELECT max(id) FROM volunteer_shift WHERE task_id = ?", task),
    }


def orders_in(ask, farm):
    """Return orders of the farm in states in which there is something to do, and a parcel."""
    by_status = "SELECT max(id) FROM shop_order WHERE producer_id = ? AND status = ?"
    on_its_way = ask(by_status, farm, "shipped")
    return {
        "to_pack": ask(by_status, farm, "accepted"),
        "to_fetch": ask(by_status + " AND way = 'pickup'", farm, "packed"),
        "lacking": ask(by_status, farm, "cannot_deliver"),
        "on_its_way": on_its_way,
        "early": ask(
            "SELECT max(o.ref) FROM shop_order o JOIN person p ON p.id = o.person_id"
            " WHERE p.name = '孙雅' AND o.status = 'accepted'"
        ),
        "parcel": ask("SELECT max(id) FROM shop_parcel WHERE order_id = ?", on_its_way),
    }


def reviews_in(ask, farm):
    """Return a review of the farm's, and what its buyer has received and not reviewed yet."""
    unsaid = (
        "SELECT min(l.id) FROM shop_order_line l JOIN shop_order o ON o.id = l.order_id"
        " JOIN person p ON p.id = o.person_id WHERE p.name = '孙雅' AND o.status = 'received'"
        " AND l.id NOT IN (SELECT line_id FROM shop_review)"
    )
    line = ask(unsaid)
    product = "SELECT id FROM shop_product WHERE producer_id = ?"
    review = ask(f"SELECT min(id) FROM shop_review WHERE product_id IN ({product})", farm)
    return {
        "review": review,
        "reviewed": ask("SELECT product_id FROM shop_review WHERE id = ?", review),
        "unsaid": line,
        "came": ask(
            "SELECT o.ref FROM shop_order o JOIN shop_order_line l ON l.order_id = o.id"
            " WHERE l.id = ?",
            line,
        ),
    }
