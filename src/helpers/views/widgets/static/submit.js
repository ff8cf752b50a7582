// A button that hands over what stands in the fields at the moment of the press. What was typed
// goes to the kernel on its own, too, but not always before the press.

const STYLE = `
  :host { display: block; }
  button { font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif); padding: 4px 28px;
    cursor: pointer; border: 1px solid transparent; border-radius: 3px; min-height: 28px;
    color: #ffffff; background: #0b57d0; }
  button:hover { background: #0842a0; }
  button:disabled { cursor: default; background: #5b6470; }
  button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
`;

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const button = document.createElement("button");
  button.type = "button";
  root.append(style, button);

  const show = () => {
    button.textContent = model.get("label");
    button.disabled = model.get("disabled");
  };
  button.addEventListener("click", async () => {
    const values = {};
    for (const [name, [id, trait]] of Object.entries(model.get("fields"))) {
      const field = await model.widget_manager.get_model(id);
      const value = field.get(trait);
      // A file has been sent already; its name and size tell whether it has arrived.
      values[name] = value?.data ? { name: value.name, size: value.data.byteLength } : value;
    }
    model.send({ pressed: values });
  });
  model.on("change:label", show);
  model.on("change:disabled", show);
  show();
}

export default { render };
