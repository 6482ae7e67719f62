// Says once that what stands on the page was read; without scripts there is a button for it.
export function start(form) {
  fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    redirect: "manual",
  }).then(
    () => { form.hidden = true; },
    () => {}, // the button is still there
  );
}
