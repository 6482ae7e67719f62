// Keeps a long form while it is typed: in this phone at once, on the server a moment later.
const PAUSE = 1500;
const SKIPPED = new Set(["csrf_token", "form_key", "version"]);

const keyOf = (address) => `draft:${address}`;

function written(form) {
  return [...new FormData(form)].filter(([name, value]) => !SKIPPED.has(name) && value !== "");
}

function keep(key, form) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: written(form) }));
  } catch {
    // a full or forbidden storage: the server still has the draft
  }
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

function fill(form, fields) {
  const given = new Map(fields);
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.type === "hidden") continue;
    if (field.type === "radio") field.checked = given.get(field.name) === field.value;
    else if (field.type !== "submit") field.value = given.get(field.name) ?? "";
  }
}

// Offers what this phone still holds and the server does not.
function offer(form, key, save) {
  const found = kept(key);
  if (!found || JSON.stringify(found.fields) === JSON.stringify(written(form))) return forget(key);
  const box = document.createElement("div");
  box.className = "flash trouble draft-offer";
  box.setAttribute("role", "status");
  const words = document.createElement("span");
  const time = new Date(found.at).toLocaleString(document.documentElement.lang);
  words.textContent = `${form.dataset.found} (${time})`;
  box.append(words);
  const answers = [
    [form.dataset.take, () => { fill(form, found.fields); save(); }],
    [form.dataset.drop, () => forget(key)],
  ];
  for (const [label, answer] of answers) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-quiet";
    button.textContent = label;
    button.addEventListener("click", () => { answer(); box.remove(); });
    box.append(button);
  }
  form.before(box);
}

export function start(form) {
  if (form.dataset.forget) return forget(keyOf(form.dataset.forget));
  const key = keyOf(location.pathname);
  const said = form.querySelector("[data-said]");
  const say = (words) => { said.textContent = words; };
  let timer, busy, again;

  async function save() {
    if (busy) { again = true; return; }
    busy = true;
    say(form.dataset.saving);
    const sent = JSON.stringify(written(form));
    try {
      const answer = await fetch(form.dataset.url, { method: "POST", body: new FormData(form) });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.status === 409) say(form.dataset.overtaken);
      else if (!isJson) say(answer.redirected ? form.dataset.signedOut : form.dataset.away);
      else {
        const { said: words, version } = await answer.json();
        say(words);
        if (answer.ok) {
          form.elements.version.value = version;
          if (JSON.stringify(written(form)) === sent) forget(key);
        }
      }
    } catch {
      say(form.dataset.away);
    }
    busy = false;
    if (again) { again = false; later(); }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  offer(form, key, save);
  form.addEventListener("input", () => { keep(key, form); later(); });
  form.addEventListener("submit", () => clearTimeout(timer));
  window.addEventListener("online", () => { if (kept(key)) save(); });
}
