"""What is said to whom it was done for, of each act of theirs that the market lets another do."""

from collections.abc import Mapping

from core.words import _l

BUYING: Mapping[str, str] = {
    "cart.add": _l("往购物车里放了东西"),
    "cart.change": _l("改了购物车里的数量"),
    "cart.remove": _l("从购物车里拿掉了东西"),
    "checkout.home": _l("下了单"),
    "orders.again": _l("把以前买过的又放进了购物车"),
    "orders.answer": _l("答复了商家货不够怎么办"),
    "orders.cancel": _l("取消了订单"),
    "orders.press": _l("催了商家发货"),
    "orders.receive": _l("说东西收到了"),
    "orders.receiver": _l("改了订单的收货地址"),
    "reviews.write": _l("写了评价"),
    "threads.buyer": _l("给商家留了话"),
    "threads.buyer_read": _l("看了商家的话"),
}
ASKING: Mapping[str, str] = {
    "questions.ask": _l("向商家提了问"),
    "questions.take_back": _l("收回了提问"),
    "reports.make": _l("举报了一件商品"),
}
LISTING: Mapping[str, str] = {
    "catalog.again": _l("照以前的又上架了一件商品"),
    "catalog.alt": _l("改了商品照片的说明"),
    "catalog.counted": _l("重新数了库存"),
    "catalog.earlier": _l("把商品照片往前挪了"),
    "catalog.how": _l("填了商品怎么卖"),
    "catalog.new_certificate": _l("给商品添了证书"),
    "catalog.new_pack": _l("给商品添了规格"),
    "catalog.pack": _l("改了商品的规格和价钱"),
    "catalog.picture": _l("新开了一件商品"),
    "catalog.pictures": _l("给商品添了照片"),
    "catalog.remove": _l("删了一件商品"),
    "catalog.remove_certificate": _l("去掉了商品的证书"),
    "catalog.remove_pack": _l("删了商品的规格"),
    "catalog.remove_picture": _l("去掉了商品的照片"),
    "catalog.stock": _l("改了库存"),
    "catalog.switch_off": _l("下架了商品"),
    "catalog.switch_on": _l("上架了商品"),
    "catalog.switch_pack": _l("停卖或恢复了一种规格"),
    "catalog.what": _l("填了商品是什么"),
    "freight.close_point": _l("关了自提点"),
    "freight.new_point": _l("添了自提点"),
    "freight.new_zone": _l("添了运费地区"),
    "freight.point": _l("改了自提点"),
    "freight.remove_zone": _l("删了运费地区"),
    "freight.usual": _l("用了常用的运费"),
    "freight.zone": _l("改了运费"),
}
SELLING: Mapping[str, str] = {
    "orders_desk.accept": _l("接了订单"),
    "orders_desk.back": _l("收回了退回来的货"),
    "orders_desk.bulk": _l("一起办了好几张订单"),
    "orders_desk.cash": _l("记下收到了货款"),
    "orders_desk.no_code": _l("不用取货码交了货"),
    "orders_desk.pack": _l("打包了订单"),
    "orders_desk.parcel": _l("改了快递单号"),
    "orders_desk.pickup": _l("凭取货码交了货"),
    "orders_desk.refused": _l("记下买家拒收"),
    "orders_desk.ship": _l("发了货"),
    "orders_desk.short": _l("告诉买家货不够"),
    "questions_desk.answer": _l("回答了买家的提问"),
    "reviews.answer": _l("回复了评价"),
    "threads.seller": _l("给买家留了话"),
    "threads.seller_read": _l("看了买家的话"),
}
SHOP: Mapping[str, str] = {
    "sell.apply": _l("开了店"),
    "sell.close": _l("关了店"),
    "sell.facts": _l("改了店的资料"),
    "sell.holiday": _l("定了店休的日子"),
    "sell.move_picture": _l("挪了店里的照片"),
    "sell.new_paper": _l("添了证照"),
    "sell.paper": _l("改了证照"),
    "sell.picture": _l("改了店里照片的说明"),
    "sell.pictures": _l("添了店里的照片"),
    "sell.remove_paper": _l("删了证照"),
    "sell.remove_picture": _l("去掉了店里的照片"),
    "sell.rest": _l("让店今天歇业"),
    "sell.resume": _l("让店重新开张"),
    "sell.scan": _l("交了证照的扫描件"),
    "sell.story": _l("写了店的介绍"),
}
ACTS: Mapping[str, str] = {**BUYING, **ASKING, **LISTING, **SELLING, **SHOP}
