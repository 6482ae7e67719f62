// Writes down how long a recording lasts, once the browser knows; the teacher may say otherwise.
export function start(player) {
  function note() {
    const input = document.getElementById(player.dataset.into);
    const seconds = Math.round(player.duration);
    if (!input || input.value || !Number.isFinite(seconds) || seconds < 1) return;
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const parts = hours ? [hours, String(minutes).padStart(2, "0")] : [minutes];
    input.value = [...parts, String(seconds % 60).padStart(2, "0")].join(":");
  }
  if (player.readyState > 0) note();
  player.addEventListener("loadedmetadata", note);
}
