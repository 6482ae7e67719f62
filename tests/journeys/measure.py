"""What is measured on a page: sizes as they are drawn, accessibility, weight as sent."""

from functools import cache

from axe_playwright_python.base import AXE_SCRIPT

LEAST, LEAST_ELDER = 44, 60  # pixels of whatever one taps
# What stands alone must be large enough to tap; links inside a sentence are excepted.
MEASURE = """least => {
  const found = [], elder = document.documentElement.hasAttribute("data-elder");
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !e.closest(".visually-hidden, .visually-hidden-focusable");
  const say = (what, e, size) =>
    found.push(`${what} ${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 20)} ${size}`);
  if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls sideways");
  const spoken = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline"
    && e.parentElement.textContent.trim().length > e.textContent.trim().length + 1;
  const fields = "input, select, textarea";
  for (const e of document.querySelectorAll(`a, button, ${fields}, summary`)) {
    if (!seen(e) || e.type === "hidden" || spoken(e)) continue;
    if (["radio", "checkbox"].includes(e.type)) e.labels.forEach((label) => {
      if (label.getBoundingClientRect().height < least - 0.5) say("small", label, "");
    });
    else {
      const whole = e.closest(".tile h3, .tile h2") ? e.closest(".tile") : e;
      const { width, height } = whole.getBoundingClientRect();
      if (width && Math.min(width, height) < least - 0.5)
        say("small", e, `${Math.round(width)}x${Math.round(height)}`);
    }
    if (elder && e.matches(fields) && parseFloat(getComputedStyle(e).fontSize) < 18)
      say("text", e, getComputedStyle(e).fontSize);
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (elder && walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !seen(e)) continue;
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (size < 18) say("text", e, size);
    if (size > 30 && /^H[1-6]$/.test(e.tagName)) say("heading", e, size);
  }
  return found;
}"""
AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map((each) => [each.id, each.nodes[0].html.slice(0, 200)]);
}"""
# Words in Chinese that are left on a page in another language, where they are not names.
CHINESE = """known => {
  const said = "h1, h2, h3, label, legend, button, .btn, summary, nav a, dt, th, .alert, .flash";
  return [...document.querySelectorAll(said)].filter((e) => e.checkVisibility()).map((e) => {
    const bare = e.cloneNode(true);
    if (e.closest("[lang^=zh]:not(html), .brand")) return "";
    bare.querySelectorAll(".face").forEach((each) => each.remove());
    return known.reduce((text, name) => text.replaceAll(name, ""), bare.textContent.trim());
  }).filter((text) => /[\\u3400-\\u9fff]/.test(text));
}"""


@cache
def least_of(*, elder):
    return LEAST_ELDER if elder else LEAST


def sizes_of(page):
    """Return what is too small, too large or too wide on the page as it stands."""
    elder = page.evaluate("document.documentElement.hasAttribute('data-elder')")
    return page.evaluate(MEASURE, least_of(elder=elder))


def barriers_on(page):
    """Return what axe finds."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE)


def weight_of(page, url):
    """Load the page as one who was never here; return the bytes as sent, without pictures."""
    sizes, kinds = [], {}
    page.context.clear_cookies()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    cdp.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    cdp.on(
        "Network.loadingFinished",
        lambda e: sizes.append((kinds.get(e["requestId"]), e["encodedDataLength"])),
    )
    page.goto(url, wait_until="networkidle")
    cdp.detach()
    weights = [size for kind, size in sizes if kind != "Image"]
    assert len(weights) >= 3, "a page, its styles and its scripts"
    return sum(weights)


def chinese_on(page, known):
    """Return what stands there in Chinese though it is not one of these names."""
    return page.evaluate(CHINESE, sorted(known, key=len, reverse=True))
