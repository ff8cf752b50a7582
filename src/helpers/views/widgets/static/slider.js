// A range from 0 to 1 with a label and its value beside it.

const STYLE = `
  label { display: flex; gap: 8px; align-items: center; padding: 2px 4px;
    font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif);
    color: var(--jp-ui-font-color1, #1f2328); }
  input { width: 10em; accent-color: #0b57d0; }
  input:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
  output { min-width: 2.4em; font-variant-numeric: tabular-nums; }
`;

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const label = document.createElement("label");
  const told = document.createElement("span");
  const input = document.createElement("input");
  const output = document.createElement("output");
  Object.assign(input, { type: "range", min: 0, max: 1, step: model.get("step") });
  label.append(told, input, output);
  root.append(style, label);

  const show = () => {
    told.textContent = model.get("label");
    input.value = model.get("value");
    output.textContent = Number(model.get("value")).toFixed(2);
  };
  input.addEventListener("input", () => {
    model.set("value", Number(input.value));
    model.save_changes(); // while the kernel is busy, only the newest state waits for it
  });
  model.on("change:value", show);
  show();
}

export default { render };
