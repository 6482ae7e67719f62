// Leaves at once, and leaves no entry of this page in the history.
export function start(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.hidden = true; // not even for the moment that the other page takes
    location.replace(link.href);
  });
}
