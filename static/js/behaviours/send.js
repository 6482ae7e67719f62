// Sends one large file as it is, and shows how far it has got; without scripts the form does.
export function start(form) {
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-said]");
  const button = form.querySelector("button[type=submit]");
  const words = form.dataset;
  let sending = null;

  function say(text, isWrong = true) {
    said.textContent = text;
    said.classList.toggle("text-danger", isWrong);
    input.classList.toggle("is-invalid", isWrong);
  }

  function rest(text) {
    sending = null;
    bar.hidden = true;
    button.disabled = false;
    say(text);
  }

  function answered(request) {
    if (request.status === 413) return rest(words.large);
    const kind = request.getResponseHeader("Content-Type") ?? "";
    if (!kind.startsWith("application/json")) {
      const isElsewhere = new URL(request.responseURL || location.href).pathname === "/login";
      return rest(isElsewhere ? words.out : words.away);
    }
    const answer = JSON.parse(request.responseText);
    if (!answer.url) return rest(answer.said || words.away);
    sending = null;
    location.assign(answer.url);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    const file = input.files[0];
    if (!file) return say(words.none);
    if (file.size > Number(words.most)) return say(words.large);
    const address = new URL(form.action);
    address.searchParams.set("name", file.name);
    address.searchParams.set("form_key", form.elements.form_key.value);
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", form.elements.csrf_token.value);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = total ? loaded / total : 0;
    });
    request.addEventListener("load", () => answered(request));
    request.addEventListener("error", () => rest(words.away));
    sending = request;
    bar.value = 0;
    bar.hidden = false;
    button.disabled = true;
    say(words.sending, false);
    request.send(file);
  });

  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
}
