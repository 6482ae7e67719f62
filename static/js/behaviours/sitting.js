// A paper that keeps each answer as it is ticked; how long there is, only the server says.
const PAUSE = 700;

export function start(form) {
  const timer = form.querySelector("[data-timer]");
  const said = form.querySelector("[data-said]");
  const waiting = new Set(); // names of what the server has not heard of yet
  let since = performance.now();
  let seconds = Number(form.dataset.seconds);
  let later, busy;

  function left() {
    return Math.max(0, Math.floor(seconds - (performance.now() - since) / 1000));
  }

  function show() {
    const now = left();
    timer.textContent = form.dataset.left
      .replace("{m}", Math.floor(now / 60))
      .replace("{s}", now % 60);
    if (now > 0 || form.dataset.sent) return;
    clearInterval(ticking);
    save().finally(() => location.reload()); // the server knows that the time is over
  }
  const ticking = setInterval(show, 1000);

  // One question alone: what another device has said to others stays.
  function fields(names) {
    const all = new FormData(form), sent = new FormData();
    for (const name of ["csrf_token", "form_key"]) sent.append(name, all.get(name));
    for (const name of names) {
      const place = name.slice(1).split("-")[0];
      const own = [...all.keys()].filter((key) => key === name || key.startsWith(`q${place}-`));
      const values = [...new Set(own)].flatMap((key) => all.getAll(key).map((v) => [key, v]));
      if (values.every(([, value]) => value === "")) sent.append("clear", place);
      else for (const [key, value] of values) sent.append(key, value);
    }
    return sent;
  }

  async function save() {
    if (busy) return;
    busy = true;
    const names = [...waiting];
    waiting.clear();
    try {
      const answer = await fetch(form.dataset.url, { method: "POST", body: fields(names) });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (!isJson) throw new Error(answer.redirected ? form.dataset.signedOut : form.dataset.away);
      const told = await answer.json();
      if (told.over) return location.reload();
      said.textContent = names.length || !answer.ok ? told.said : "";
      seconds = told.seconds;
      since = performance.now();
    } catch (error) {
      for (const name of names) waiting.add(name);
      said.textContent = error.message === form.dataset.signedOut
        ? form.dataset.signedOut : form.dataset.away;
    } finally {
      busy = false;
    }
  }

  function soon() {
    clearTimeout(later);
    later = setTimeout(async () => {
      await save();
      if (waiting.size && navigator.onLine) soon();
    }, PAUSE);
  }

  form.addEventListener("input", (event) => {
    if (!/^q\d/.test(event.target.name)) return;
    waiting.add(event.target.name.split("-")[0]);
    said.textContent = form.dataset.saving;
    soon();
  });
  form.addEventListener("submit", () => clearTimeout(later));
  window.addEventListener("online", soon);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
}
