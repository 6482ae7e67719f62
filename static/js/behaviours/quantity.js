// Minus and plus beside a number field.
export function start(box) {
  const input = box.querySelector("input");
  const buttons = [["−", -1, "less"], ["+", 1, "more"]].map(([sign, step, word]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = sign;
    button.setAttribute("aria-label", box.dataset[word]);
    button.addEventListener("click", () => {
      if (step > 0) input.stepUp();
      else input.stepDown();
      input.dispatchEvent(new Event("change", { bubbles: true }));
      update();
    });
    return button;
  });
  function update() {
    buttons[0].disabled = Number(input.value) <= Number(input.min);
    buttons[1].disabled = Number(input.value) >= Number(input.max);
  }
  input.before(buttons[0]);
  input.after(buttons[1]);
  input.addEventListener("input", update);
  update();
}
