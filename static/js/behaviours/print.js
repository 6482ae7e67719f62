// A button that prints; it is hidden where it could not.
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
