// How far one is in a lesson: noted in this phone, and told to the server as soon as it answers.
const EVERY = 5000; // milliseconds
const PIECE = 60; // seconds, the longest piece in one event
const MOST = 200; // events in one message
const FULL = 1000; // events of one lesson that a phone keeps
const CLOCK = "house-clock"; // by how many milliseconds this phone's clock was behind when last known
const GIVEN_UP = new Set([400, 404, 409]); // the server has read it and does not want it

function newId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0"));
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function noted(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function note(key, events) {
  try {
    if (events.length) localStorage.setItem(key, JSON.stringify(events.slice(-FULL)));
    else localStorage.removeItem(key);
  } catch {
    // a full or forbidden storage: what was not sent at once is lost
  }
}

// Which place was told last, the house's time decides: the clock of a phone may be wrong by years.
// `told` was said as the page set out; how long it has been here is measured, not read off a clock.
// A kept page has not been told; it goes by what this phone knew before.
function behind(told) {
  const [page] = performance.getEntriesByType("navigation");
  const arrived = Date.now() - (performance.now() - (page?.responseStart || performance.now()));
  const known = told ? Math.round(told - arrived) : 0;
  try {
    if (told) localStorage.setItem(CLOCK, known);
    else return Number(localStorage.getItem(CLOCK)) || 0;
  } catch {
    // a forbidden storage: only this page knows
  }
  return known;
}

export function start(box) {
  const { url, token, enrolment } = box.dataset;
  const end = Number(box.dataset.end);
  const late = behind(Number(box.dataset.now ?? 0));
  const mine = `learnt:${enrolment}:`;
  const player = box.querySelector("video, audio");
  const said = box.querySelector("[data-noted]");

  function say(words) {
    said.textContent = words;
    said.classList.remove("visually-hidden");
  }

  function add(kind, fields = {}) {
    const event = { id: newId(), kind, at: Math.max(0, Date.now() + late), ...fields };
    note(mine + url, [...noted(mine + url), event]);
  }

  async function send(where) {
    const key = mine + where, events = noted(key).slice(0, MOST);
    if (!token || !events.length) return;
    const answer = await fetch(where, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ enrolment: Number(enrolment), events }),
      keepalive: true,
      redirect: "error",
    }).catch(() => null);
    const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson && answer?.status !== 404) return; // no signal, or signed out: it stays noted
    const state = answer.ok ? await answer.json() : {};
    const over = new Set(GIVEN_UP.has(answer.status) ? events.map((each) => each.id) : state.taken);
    note(key, noted(key).filter((each) => !over.has(each.id)));
    if (where === url && state.done && !box.dataset.over) {
      box.dataset.over = "1";
      if (player) say(box.dataset.done);
    }
  }

  function all() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(mine));
    } catch {
      return []; // a forbidden storage
    }
  }

  // All that is noted of this course, also of lessons that were read without a network.
  function sendAll() {
    for (const key of all()) send(key.slice(mine.length));
  }

  function readWithoutNetwork() {
    add("done");
    say(box.dataset.said);
  }

  const read = box.querySelector("[data-read]");
  if (read) {
    read.hidden = false;
    read.addEventListener("click", () => { readWithoutNetwork(); read.hidden = true; });
  }
  box.querySelector("[data-read-form]")?.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    readWithoutNetwork();
  });
  if (!token) return lookForNetwork();
  window.addEventListener("online", sendAll);

  add("opened");
  const look = player ? follow(player, end, add, Number(box.dataset.position)) : scroll(box, add);
  const tell = () => { look(); sendAll(); };
  sendAll();
  setInterval(tell, EVERY);
  window.addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => { if (document.hidden) tell(); });
}

// On the kept page: as soon as the house answers again, the lesson itself is shown and all is sent.
function lookForNetwork() {
  if (location.pathname.endsWith("/offline")) return; // it was opened as a page of its own
  async function look() {
    const answer = await fetch(location.pathname, { method: "HEAD" }).catch(() => null);
    if (answer?.ok) location.reload();
  }
  window.addEventListener("online", look);
  setInterval(look, 2 * EVERY);
}

// Notes what is really played: a piece ends where one pauses or jumps.
function follow(player, end, add, position) {
  let from = null, last = 0, told = position;
  const second = (time) => Math.min(Math.floor(time), end);

  function take(goesOn) {
    const to = second(last);
    for (let start = from ?? to; start < to; start += PIECE) {
      add("played", { from: start, to: Math.min(to, start + PIECE) });
    }
    from = goesOn ? to : null;
  }

  player.addEventListener("loadedmetadata", () => {
    if (position > 0 && position < end - PIECE / 6) player.currentTime = position;
  });
  player.addEventListener("playing", () => {
    last = player.currentTime;
    from = second(last);
  });
  player.addEventListener("timeupdate", () => { if (!player.seeking) last = player.currentTime; });
  for (const stop of ["seeking", "pause", "ended"]) player.addEventListener(stop, () => take(false));
  player.addEventListener("seeked", () => {
    last = player.currentTime;
    if (!player.paused) from = second(last);
  });
  return () => {
    if (from !== null) take(true);
    const place = second(last);
    if (place && place !== told) add("position", { to: told = place });
  };
}

// Notes how far down one has read, and offers to go on there.
function scroll(box, add) {
  const whole = () => Math.max(1, document.documentElement.scrollHeight - innerHeight);
  const place = () => Math.max(0, Math.min(100, Math.round((100 * scrollY) / whole())));
  let told = Number(box.dataset.position);
  if (told > 3 && told < 97 && !scrollY) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = box.dataset.goOn;
    button.addEventListener("click", () => {
      scrollTo(0, (told * whole()) / 100);
      button.remove();
    });
    box.before(button);
  }
  return () => {
    if (scrollY && Math.abs(place() - told) > 2) add("position", { to: told = place() });
  };
}
