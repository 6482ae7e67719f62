// Opens lessons that were kept in this phone when the network does not answer; else it does nothing.
const KEPT = "lessons";
const PATIENCE = 8000; // milliseconds on a line that is there and brings nothing
const STAYS = new Set(["style", "script", "image"]); // what is named by its content

const kept = (url) => caches.match(url, { cacheName: KEPT, ignoreVary: true });

async function page(request, url) {
  const copy = await kept(url);
  const live = fetch(request);
  if (!copy) return live;
  const late = new Promise((resolve) => setTimeout(() => resolve(copy), PATIENCE));
  return Promise.race([live.catch(() => copy), late]);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, `${pathname}/offline`));
  else if (STAYS.has(request.destination)) {
    event.respondWith(kept(request.url).then((copy) => copy ?? fetch(request)));
  }
});
