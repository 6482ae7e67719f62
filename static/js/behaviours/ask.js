// A destructive step that was opened by mistake can be closed where it opened.
export function start(details) {
  const no = document.createElement("button");
  no.type = "button";
  no.className = "btn btn-quiet";
  no.textContent = details.dataset.no;
  no.addEventListener("click", () => {
    details.open = false;
    details.querySelector("summary").focus();
  });
  details.querySelector("form").append(" ", no);
}
