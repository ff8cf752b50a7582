// Lines of Python that can be read, and copied with one press.

const STYLE = `
  :host { display: block; }
  div { font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif);
    color: var(--jp-ui-font-color1, #1f2328); }
  button { font: inherit; padding: 4px 12px; cursor: pointer; border-radius: 3px;
    color: var(--jp-ui-font-color1, #1f2328); background: var(--jp-layout-color2, #eeeeee);
    border: 1px solid var(--jp-border-color1, #9e9e9e); }
  button:focus-visible, pre:focus-visible { outline: 3px solid #0b57d0; outline-offset: 1px; }
  pre { margin: 6px 0 0; padding: 8px 10px; overflow-x: auto; user-select: all;
    font: 12.5px/1.45 var(--jp-code-font-family, monospace);
    background: var(--jp-layout-color1, #ffffff); border: 1px solid var(--jp-border-color2, #d5d9de); }
  span { margin-left: 10px; }
`;

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const box = document.createElement("div");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = model.get("label");
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  const code = document.createElement("pre");
  code.tabIndex = 0;
  code.setAttribute("role", "region");
  code.setAttribute("aria-label", "Python that makes this view");
  box.append(button, told, code);
  root.append(style, box);

  const show = () => {
    code.textContent = model.get("code");
    told.textContent = "";
  };
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(model.get("code"));
      told.textContent = "Copied: paste it into a cell.";
    } catch {
      // No leave to write, or no https: the lines are selected, and the keys do the rest.
      const range = document.createRange();
      range.selectNodeContents(code);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      code.focus();
      told.textContent = "Selected: press Ctrl+C (or ⌘C).";
    }
  });
  model.on("change:code", show);
  show();
}

export default { render };
