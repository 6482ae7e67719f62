// A select that sends its form when it changes; the button for those without scripts goes away.
export function start(select) {
  const form = select.form;
  for (const button of form.querySelectorAll("[data-fallback]")) button.hidden = true;
  select.addEventListener("change", () => {
    const by = select.dataset.by && form.querySelector(`[name="${CSS.escape(select.dataset.by)}"]`);
    form.requestSubmit(by || undefined);
  });
}
