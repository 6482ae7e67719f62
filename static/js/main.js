// Finds [data-behaviour=…] and brings it to life; every page works without.
// The addresses are written out so that the server can put content hashes into them.
const modules = {
  ask: () => import("./behaviours/ask.js"),
  autosubmit: () => import("./behaviours/autosubmit.js"),
  draft: () => import("./behaviours/draft.js"),
  keep: () => import("./behaviours/keep.js"),
  leave: () => import("./behaviours/leave.js"),
  length: () => import("./behaviours/length.js"),
  lesson: () => import("./behaviours/lesson.js"),
  print: () => import("./behaviours/print.js"),
  quantity: () => import("./behaviours/quantity.js"),
  read: () => import("./behaviours/read.js"),
  renew: () => import("./behaviours/renew.js"),
  reveal: () => import("./behaviours/reveal.js"),
  sitting: () => import("./behaviours/sitting.js"),
  send: () => import("./behaviours/send.js"),
  suggest: () => import("./behaviours/suggest.js"),
  unfold: () => import("./behaviours/unfold.js"),
  upload: () => import("./behaviours/upload.js"),
};

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) {
    modules[name]?.().then(({ start }) => start(element));
  }
}

// Bring what is wrong into view, and let a screen reader say it first.
document.querySelector(".trouble[role=alert]")?.scrollIntoView({ block: "nearest" });

// One tap is enough: a form that is on its way is not sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000); // a download leaves the page standing
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
