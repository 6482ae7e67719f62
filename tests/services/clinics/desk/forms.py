"""What a browser would send of a page's form."""

from html5lib import parse

from tests.pages import X


def form_of(page, action=""):
    """Return the fields of the form with this address, as a browser would send them."""
    assert page.status_code == 200, page.status_code
    (form,) = [
        each
        for each in parse(page.text).iter(f"{X}form")
        if (each.get("action") or "") == action and each.get("method") == "post"
    ]
    sent = {}
    for each in form.iter():
        name = each.get("name")
        if name is None:
            continue
        if each.tag == f"{X}input":
            if each.get("type") in {"radio", "checkbox"}:
                if each.get("checked") is not None:
                    sent.setdefault(name, []).append(each.get("value") or "y")
            else:
                sent[name] = each.get("value") or ""
        elif each.tag == f"{X}textarea":
            sent[name] = (each.text or "").strip()
        elif each.tag == f"{X}select":
            options = list(each.iter(f"{X}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            sent[name] = chosen[0].get("value") if chosen else ""
    return sent
