// A row of buttons of which one is pressed.

const STYLE = `
  :host { display: block; }
  div { display: flex; flex-wrap: wrap; gap: 0 4px; padding: 2px;
    font: 14px/1.4 var(--jp-ui-font-family, system-ui, sans-serif); }
  button { font: inherit; padding: 5px 14px; cursor: pointer; background: none;
    color: var(--jp-ui-font-color1, #1f2328); border: none; border-bottom: 3px solid transparent; }
  button:hover { border-bottom-color: var(--jp-border-color1, #9e9e9e); }
  button[aria-pressed="true"] { font-weight: 600;
    border-bottom-color: var(--jp-brand-color1, #0b57d0); }
  button:focus-visible { outline: 3px solid #0b57d0; outline-offset: -2px; border-radius: 3px; }
`;

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const row = document.createElement("div");
  row.setAttribute("role", "group");
  root.append(style, row);

  function build() {
    row.setAttribute("aria-label", model.get("label"));
    const buttons = model.get("options").map(([word, shown]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.value = word;
      button.textContent = shown;
      return button;
    });
    row.replaceChildren(...buttons);
    press();
  }

  function press() {
    for (const button of row.children) {
      button.setAttribute("aria-pressed", String(button.value === model.get("value")));
    }
  }

  row.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.value === model.get("value")) return;
    model.set("value", button.value);
    model.save_changes(); // while the kernel is busy, only the newest state waits for it
  });
  model.on("change:options", build);
  model.on("change:label", build);
  model.on("change:value", press);
  build();
}

export default { render };
