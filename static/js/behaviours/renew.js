// A part of the page that is asked for anew every so many seconds, while somebody looks at it.
export function start(part) {
  const every = Number(part.dataset.seconds) * 1000;
  let last = Date.now();
  async function renew() {
    if (document.hidden || part.contains(document.activeElement)) return;
    last = Date.now();
    const answer = await fetch(location.pathname, { redirect: "error" }).catch(() => null);
    if (!answer?.ok) return; // no signal: it is tried again
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  setInterval(renew, every);
  document.addEventListener("visibilitychange", () => {
    if (Date.now() - last > every) renew();
  });
}
