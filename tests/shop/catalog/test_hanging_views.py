"""The seller's desk about what hangs on a product: packs, stock, pictures, certificates."""

from datetime import timedelta

from sqlalchemy import select

from core.clock import now, village_day
from core.db import db
from shop.catalog import queries
from shop.catalog.models import Pack, ProductPicture
from tests.shop.catalog.conftest import SAID, newest, pack_of, photo


def test_packs_stock_and_what_was_counted(me, offered, at):
    one = f"/sell/products/{offered.id}/packs"
    pack = {**SAID, "name": "10 斤装", "amount": "10", "price": "48"}
    me.send(f"{one}/new", {**pack, "ships_in_days": "2"})
    ten = db.session.scalars(select(Pack).order_by(Pack.id.desc())).first()
    assert (ten.net_grams, ten.fen, ten.stock) == (5000, 4800, 12)
    page = me.get(f"{one}/{ten.id}").text
    assert 'value="10"' in page
    assert 'value="48.00"' in page
    me.send(f"{one}/{ten.id}", {**pack, "price": "45", "version": "1", "ships_in_days": "0"})
    assert db.session.get(Pack, ten.id).fen == 4500
    stock = f"{one}/{ten.id}/stock"
    page = me.get(me.send(stock, reason="spoiled", count="2", note="压坏").location).text
    assert "还有 10 份" in page
    assert "压坏" in page
    answer = me.send(stock, reason="spoiled", count="11")
    assert answer.status_code == 422
    assert "只剩 10 份" in answer.text
    me.send(f"{one}/{ten.id}/counted", counted="7", seen="10")
    assert db.session.get(Pack, ten.id).stock == 7
    assert me.send(f"{one}/{ten.id}/counted", counted="x", seen="7").status_code == 422
    me.send(f"{one}/{ten.id}/switch", to="off")
    assert "停卖" in me.get(f"/sell/products/{offered.id}/").text
    me.send(f"{one}/{ten.id}/remove")
    assert me.get(f"{one}/{ten.id}").status_code == 404


def test_sold_ahead(me, offered):
    url = f"/sell/products/{offered.id}/packs/new"
    sent = {**SAID, "stock": "", "ships_in_days": "2", "ship_by": "2099-01-01", "cap": "20"}
    assert "预售最多到" in me.send(url, sent).text
    day = village_day(now()) + timedelta(days=40)
    assert me.send(url, {**sent, "ship_by": day.isoformat()}).status_code == 302
    page = me.get(f"/sell/products/{offered.id}/").text
    assert "预售 20 份" in page


def test_pictures_in_order_described_and_taken_down(me, offered):
    url = f"/sell/products/{offered.id}/pictures"
    for alt in ("第一张图", "第二张图"):
        assert me.send(url, picture=photo(), alt=alt).status_code == 302
    first, second = queries.list_pictures(offered.id)
    me.send(f"{url}/{second.id}/earlier")
    assert [each.id for each in queries.list_pictures(offered.id)] == [second.id, first.id]
    me.send(f"{url}/{first.id}", alt="一筐橘子")
    assert "一筐橘子" in me.get(url).text
    ref = second.file.ref
    me.send(f"{url}/{second.id}/remove")
    assert db.session.query(ProductPicture).count() == 1
    assert me.get(f"/files/{ref}").status_code == 404
    assert me.send(url, alt="没有图").status_code == 422


def test_certificates(me, offered):
    url = f"/sell/products/{offered.id}/certificates/new"
    sent = {"kind": "other", "number": "1", "issuer": "农业农村局", "valid_until": "2030-01-01"}
    answer = me.send(url, sent)
    assert answer.status_code == 422
    assert "什么证书" in answer.text
    assert "已经过期" in me.send(url, {**sent, "valid_until": "2020-01-01"}).text
    me.send(url, {**sent, "name": "名特优新证书", "picture": photo()})
    page = me.get(f"/sell/products/{offered.id}/").text
    assert "名特优新证书" in page
    one = queries.list_certificates(offered.id)[0]
    assert one.file.ref in page
    me.send(f"/sell/products/{offered.id}/certificates/{one.id}/remove")
    assert queries.list_certificates(offered.id) == []


def test_like_last_year(me, offered):
    me.send(f"/sell/products/{offered.id}/off")
    url, pack = f"/sell/products/{offered.id}/again", pack_of(offered)
    assert me.get(url).status_code == 200
    answer = me.send(url, {f"stock_{pack.id}": "30"})
    new = newest()
    assert answer.location == f"/sell/products/{new.id}/"
    assert (new.title, pack_of(new).stock) == (offered.title, 30)
    assert me.get(answer.location).status_code == 200
    assert me.send(url, {f"stock_{pack.id}": "viele"}).status_code == 422


def test_two_taps_on_a_price_change_it_once(me, offered):
    pack = pack_of(offered)
    sent = {"name": pack.name, "amount": "5", "unit": "jin", "price": "30", "ships_in_days": "2"}
    sent |= {"version": "1", "form_key": "tapped-twice"}
    url = f"/sell/products/{offered.id}/packs/{pack.id}"
    assert {me.send(url, sent).status_code for _tap in "12"} == {302}
    assert (pack_of(offered).fen, pack_of(offered).version) == (3000, 2)
    assert me.send(url, {**sent, "form_key": "another-one"}).status_code == 409


def test_a_new_certificate_is_something_the_steward_has_not_seen(me, offered, producer):
    assert not queries.list_listings(producer.id)[0].changed
    day = village_day(now()) + timedelta(days=30)
    paper = {"kind": "organic", "number": "1", "issuer": "某中心", "valid_until": day.isoformat()}
    me.send(f"/sell/products/{offered.id}/certificates/new", paper)
    assert queries.list_listings(producer.id)[0].changed


def test_what_is_sold_out_leads_to_its_stock(me, offered, producer):
    home, pack = f"/sell/{producer.id}/products/", pack_of(offered)
    assert "补货" not in me.get(home).text
    url = f"/sell/products/{offered.id}/packs/{pack.id}/counted"
    me.send(url, counted="0", seen=str(pack.stock))
    assert f'href="/sell/products/{offered.id}/#packs"' in me.get(home).text
