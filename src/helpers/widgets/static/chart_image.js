// A chart as pixels, with the sentence that stands for it as its alternative text.

function render({ model, el }) {
  const image = document.createElement("img");
  image.style.cssText = "display: block; max-width: 100%; height: auto; background: #ffffff";
  el.append(image);
  let shown = null;

  function show() {
    const url = URL.createObjectURL(new Blob([model.get("value")], { type: "image/png" }));
    const before = shown;
    shown = url;
    image.addEventListener("load", () => before && URL.revokeObjectURL(before), { once: true });
    image.src = url;
  }
  const tell = () => {
    image.alt = model.get("alt");
    image.style.width = `${model.get("width")}px`;
  };
  model.on("change:value", show);
  model.on("change:alt", tell);
  model.on("change:width", tell);
  tell();
  show();
  return () => URL.revokeObjectURL(shown);
}

export default { render };
