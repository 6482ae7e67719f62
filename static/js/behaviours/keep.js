// Keeps a lesson in this phone, bare and without anybody's name, so that it opens without a network.
const KEPT = "lessons";

async function keep(url) {
  const answer = await fetch(url, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const parts = [...page.querySelectorAll("link[href], script[src], img[src]")];
  const needed = parts.map((each) => each.getAttribute("href") ?? each.getAttribute("src"));
  const cache = await caches.open(KEPT);
  await cache.addAll([...new Set(needed)]);
  await navigator.serviceWorker.register("/sw.js", { scope: "/learn/" });
  await navigator.serviceWorker.ready;
  await cache.put(url, answer); // last: what is there opens whole
}

export async function start(button) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const { url, kept, failed } = button.dataset;
  const say = (words) => { button.textContent = words; };
  if (await caches.match(url, { cacheName: KEPT, ignoreVary: true })) say(kept);
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await keep(url).then(() => say(kept), () => say(failed));
    button.disabled = false;
  });
}
