// Titles to choose from while one types; without it the field is a field and the button a button.
const PAUSE = 180; // milliseconds without a key

export function start(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("span");
  list.id = `${input.id}-list`;
  list.className = "search-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  const attributes = { role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  form.append(list, status);

  let timer, asked, typed = input.value, chosen = -1;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show(titles) {
    list.replaceChildren(...titles.map((title, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.textContent = title;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      return item;
    }));
    chosen = -1;
    list.hidden = titles.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = titles.length ? form.dataset.count.replace("0", titles.length) : "";
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      if (!signal.aborted) close(); // no signal here: the button still works
    }
  }

  function choose(step) {
    const items = [...list.children];
    if (list.hidden || !items.length) return;
    chosen = (chosen + step + items.length + 1 + 1) % (items.length + 1) - 1; // -1 is what was typed
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", items[chosen].id);
    input.value = chosen < 0 ? typed : items[chosen].textContent;
    items[chosen]?.scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("input", (event) => {
    typed = input.value;
    clearTimeout(timer);
    if (event.isComposing) return;
    if (typed.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      input.value = typed;
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    input.value = item.textContent;
    close();
    form.requestSubmit();
  });
  form.addEventListener("submit", close);
}
