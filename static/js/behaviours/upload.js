// Shows what was chosen, before it is sent.
export function start(box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector(".previews");
  input.addEventListener("change", () => {
    list.replaceChildren();
    for (const file of input.files) {
      const item = document.createElement("li");
      item.textContent = file.name;
      list.append(item);
      if (!file.type.startsWith("image/")) continue;
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        const picture = new Image();
        picture.alt = "";
        picture.src = reader.result;
        item.prepend(picture);
      });
      reader.readAsDataURL(file);
    }
    list.hidden = input.files.length === 0;
  });
}
