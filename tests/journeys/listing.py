"""How goods come to the market: a farmer lists them, a branch goes to look and puts them there."""

import io
import re
from dataclasses import dataclass

from PIL import Image

from tests.journeys.stories import follow, press, says

VILLAGE, BRANCH = "桃源村", "桃源村党支部"
SECRETARY = "周建国"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A new farm with what it sells, whose it is, and who goes there to look."""

    farm: str
    title: str
    farmer: str
    steward: str
    shelf: str
    sells: str = "fresh"


def photo():
    """Draw what a phone would take a picture of."""
    out = io.BytesIO()
    Image.new("RGB", (900, 675), "#c8642a").save(out, "JPEG")
    return {"name": "刚收的.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def open_a_farm(page, listing):
    """Register a household that sells what grows in its fields; return the farm's number."""
    page.goto("/sell/")
    follow(page, re.compile("我要卖东西|再登记一家"))
    page.locator("input[name=kind][value=household]").check()
    page.get_by_label("店名").fill(listing.farm)
    page.locator(f"input[name=classes][value={listing.sells}]").check()
    page.get_by_label("在哪个村").select_option(label=f"{VILLAGE}（{BRANCH}）")
    page.get_by_label("详细地址").fill("桃源村三组 12 号")
    page.get_by_label("电话", exact=True).fill("0576-0100 1234")
    press(page, "登记")
    says(page, "登记好了")
    return int(re.search(r"/sell/(\d+)/", page.url)[1])


def list_with_a_picture(page, listing):
    """List the goods in three screens, then say what sending them costs."""
    say_what_it_is(page, listing)
    press(page, "下一步")
    page.get_by_label("全年都有").check()
    page.locator("input[name=return_policy][value=fresh_none]").check()
    page.get_by_label("下单后几天内发货").fill("2")
    press(page, "上架")
    says(page, re.compile("上架了，不过买家还看不到"))


def list_packaged(page, listing):
    """List food in bags: its class is said, it keeps for months, and it can be sent back."""
    say_what_it_is(page, listing)
    page.locator(f"input[name=product_class][value={listing.sells}]").check()
    press(page, "下一步")
    page.get_by_label("全年都有").check()
    page.get_by_label("能放多少天").fill("180")
    page.locator("input[name=return_policy][value=seven_days]").check()
    page.get_by_label("下单后几天内发货").fill("2")
    press(page, "上架")


def say_what_it_is(page, listing):
    """Go through the first two screens, but for the last button."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="商品").click()
    follow(page, "卖一样新的")
    page.locator("input[name=picture]").set_input_files(photo())
    press(page, "下一步")
    page.get_by_label("类别").select_option(label=listing.shelf)
    page.get_by_label("名称").fill(listing.title)
    page.get_by_label("规格").fill("5 斤装")
    page.get_by_label("净重").fill("5")
    page.get_by_label("一份多少元").fill("25.80")
    page.get_by_label("现在有多少份").fill("20")


def ask_the_branch(page, farm):
    page.goto(f"/sell/{farm}/freight")
    press(page, "就用这一套")
    page.goto(f"/sell/{farm}/")
    follow(page, "支部核验")
    page.get_by_label("想对支部说的").fill("下午都在地里")
    press(page, "申请核验")
    says(page, "申请交上去了")


def visit_and_verify(town, listing, secretary, steward):
    """Somebody is sent, goes there and writes down what was seen; the secretary decides."""
    branch = town.ask("SELECT id FROM branch WHERE name = ?", BRANCH)
    secretary.goto(f"/desk/{branch}/sponsorships/")
    follow(secretary, listing.farm)
    here = secretary.url
    follow(secretary, "定包联人")
    who = town.ask("SELECT id FROM person WHERE name = ?", listing.steward)
    secretary.locator("select[name=who]").select_option(str(who))
    press(secretary, "定下来")

    steward.goto("/me/steward")
    follow(steward, listing.farm)
    for point in steward.locator("input[name^=seen_][value=yes]").all():
        point.check()
    steward.get_by_label("看到的情况").fill("两块地都去了，正在收，筐子垫着稻草。")
    steward.locator("input[name=kinship][value=none]").check()
    press(steward, "交上去")
    says(steward, "走访表交上去了")

    secretary.goto(here)
    follow(secretary, "看走访表，决定")
    says(secretary, "两块地都去了")
    secretary.locator("input[name=verdict][value=verify]").check()
    secretary.locator("input[name=kinship][value=none]").check()
    press(secretary, "定下来")
    says(secretary, "核验好了")


def put_under(page, listing):
    """The steward looks at what was listed, and puts it where buyers see it."""
    page.goto("/me/steward")
    follow(page, listing.farm)
    here = page.url
    follow(page, listing.title)
    says(page, "5 斤装")
    page.goto(here)
    with page.expect_navigation():
        page.get_by_role("button", name=f"放上来：{listing.title}").click()
    says(page, "放上来了")
