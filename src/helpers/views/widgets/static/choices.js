// A group of checkboxes; `value` holds the words that are ticked, in the order of the options.

const STYLE = `
  :host { display: block; }
  fieldset { border: none; margin: 0; padding: 2px 4px; min-width: 0;
    font: 13px/1.35 var(--jp-ui-font-family, system-ui, sans-serif);
    color: var(--jp-ui-font-color1, #1f2328); }
  legend { padding: 0; font-weight: 600; }
  div { display: flex; flex-wrap: wrap; gap: 0 12px; max-height: 13em; overflow-y: auto; }
  label { padding: 2px 0 2px 20px; text-indent: -20px; cursor: pointer; overflow-wrap: anywhere; }
  input { margin: 0 6px 0 0; width: 14px; height: 14px; vertical-align: -2px; accent-color: #0b57d0; }
  label:has(:disabled) { cursor: default; color: var(--jp-ui-font-color2, #5b6470); }
  .n { margin-left: 5px; color: var(--jp-ui-font-color2, #5b6470); }
  input:focus-visible { outline: 3px solid #0b57d0; outline-offset: 1px; }
`;

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const group = document.createElement("fieldset");
  root.append(style, group);

  function build() {
    const legend = document.createElement("legend");
    legend.textContent = model.get("label");
    const list = document.createElement("div");
    for (const [word, shown, count] of model.get("options")) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = word;
      const label = document.createElement("label");
      const told = document.createElement("bdi");
      told.textContent = shown; // never HTML: words of the article stand here
      label.append(box, told);
      if (count !== null) {
        const number = document.createElement("span");
        number.className = "n";
        number.textContent = count;
        label.append(number);
      }
      list.append(label);
    }
    if (list.children.length > 30) list.tabIndex = 0;
    group.replaceChildren(legend, list);
    tick();
  }

  function tick() {
    const chosen = new Set(model.get("value"));
    const counts = model.get("counts");
    group.querySelectorAll("label").forEach((label, at) => {
      const box = label.querySelector("input");
      box.checked = chosen.has(box.value);
      if (counts.length === 0) return;
      label.querySelector(".n").textContent = counts[at];
      box.disabled = counts[at] === 0 && !box.checked; // what is ticked can be unticked
    });
  }

  group.addEventListener("change", () => {
    const boxes = [...group.querySelectorAll("input:checked")];
    model.set("value", boxes.map((box) => box.value));
    model.save_changes(); // while the kernel is busy, only the newest state waits for it
  });
  model.on("change:options", build);
  model.on("change:label", build);
  model.on("change:value", tick);
  model.on("change:counts", tick);
  build();
}

export default { render };
