"""Sheets as villages send them."""

from io import BytesIO

from openpyxl import Workbook

HEADING = ("姓名", "手机号", "户号", "是否党员", "备注")


def xlsx(*rows, heading=HEADING):
    book = Workbook()
    for row in ([heading] if heading else []) + list(rows):
        book.active.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows, heading=HEADING, encoding="utf-8"):
    text = "\r\n".join(",".join(row) for row in [heading, *rows])
    return text.encode(encoding)


def people(count, *, start=0):
    """Return so many different villagers: two in three with a number, one in ten a member."""
    for i in range(start, start + count):
        yield (
            f"村民{i:05}",
            f"1390{i:07}" if i % 3 else "",
            f"{i // 4:04}",
            "是" if i % 10 == 1 else "",
            "电话里同意" if i % 7 == 0 else "",
        )
