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
  // Asked again when the page is zoomed or moved to another screen.
  const measure = () => {
    const ratio = Math.min(3, Math.max(1, window.devicePixelRatio || 1));
    if (Math.abs(ratio - model.get("ratio")) < 0.01) return;
    model.set("ratio", ratio);
    model.save_changes();
  };
  // White paper would be a slab of light on a dark page; hues stay what they are.
  const probe = document.createElement("i");
  probe.style.cssText = "display: none; color: var(--jp-layout-color0, #fff)";
  el.append(probe);
  const theme = () => {
    const [red, green, blue] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
    const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 100;
    image.style.filter = dark ? "invert(0.92) hue-rotate(180deg)" : "";
  };
  const watch = new MutationObserver(() => requestAnimationFrame(theme));
  watch.observe(document.body, { attributes: true, attributeFilter: ["class", "data-jp-theme-name"] });
  requestAnimationFrame(theme);
  window.addEventListener("resize", measure);
  model.on("change:value", show);
  model.on("change:alt", tell);
  model.on("change:width", tell);
  tell();
  show();
  measure();
  return () => {
    watch.disconnect();
    window.removeEventListener("resize", measure);
    URL.revokeObjectURL(shown);
  };
}

export default { render };
