// A button that saves bytes as a file; where there are none yet, the kernel is asked to make them.

const STYLE = `
  :host { display: block; }
  div { padding: 2px; font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif);
    color: var(--jp-ui-font-color1, #1f2328); }
  button { font: inherit; padding: 4px 12px; cursor: pointer; border-radius: 3px;
    color: var(--jp-ui-font-color1, #1f2328); background: var(--jp-layout-color2, #eeeeee);
    border: 1px solid var(--jp-border-color1, #9e9e9e); }
  button:disabled { cursor: default; color: var(--jp-ui-font-color2, #5b6470); }
  button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 1px; }
  span { margin-left: 10px; }
  span:empty { display: none; }
`;

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const box = document.createElement("div");
  const button = document.createElement("button");
  button.type = "button";
  const told = document.createElement("span");
  box.append(button, told);
  root.append(style, box);
  let waiting = false;

  function save() {
    const { buffer, byteOffset, byteLength } = model.get("data");
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = model.get("filename");
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  function show() {
    button.textContent = model.get("label");
    button.disabled = model.get("disabled") || waiting;
  }

  button.addEventListener("click", () => {
    told.replaceChildren();
    if (model.get("data")?.byteLength) {
      save();
      return;
    }
    waiting = true;
    show();
    model.send("make");
  });
  function answered(content) {
    if (!waiting) return; // another view of the same button asked
    waiting = false;
    show();
    button.focus();
    if (content.made) save();
    else told.innerHTML = content.refused ?? "There is nothing to save."; // escaped in Python
  }
  model.on("msg:custom", answered);
  for (const name of ["label", "disabled"]) model.on(`change:${name}`, show);
  show();
  return () => model.off("msg:custom", answered);
}

export default { render };
