// One file of the visitor's, handed to the kernel with its name.

const STYLE = `
  :host { display: block; }
  div { display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: center; margin: 2px;
    min-height: 28px; font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif);
    color: var(--jp-ui-font-color1, #1f2328); }
  label { width: var(--jp-widgets-inline-label-width, 80px); flex: none; text-align: right; }
  input { font: inherit; color: inherit; max-width: 100%; min-width: 0; flex: 0 1 auto; }
  input::file-selector-button, button { font: inherit; padding: 3px 12px; cursor: pointer;
    border-radius: 3px; color: var(--jp-ui-font-color1, #1f2328);
    background: var(--jp-layout-color2, #eeeeee);
    border: 1px solid var(--jp-border-color1, #9e9e9e); }
  input::file-selector-button { margin-right: 10px; }
  input:focus-visible, button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 1px; }
  .told { flex: 1 1 12em; font-weight: 600; }
  [hidden], .told:empty { display: none; }
`;

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const row = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "file";
  label.htmlFor = input.id = "file"; // inside the shadow root: no other element has the name
  const given = document.createElement("bdi"); // a file that Python gave: the input cannot show it
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "Remove";
  const told = document.createElement("span");
  told.className = "told";
  told.setAttribute("role", "alert");
  row.append(label, input, given, remove, told);
  root.append(style, row);

  const megabytes = (n) => `${(n / 1e6).toFixed(1)} MB`;

  function show() {
    label.textContent = model.get("label");
    input.accept = model.get("accept");
    const { name } = model.get("file");
    if (!name) input.value = "";
    const chosen = input.files.length ? input.files[0].name : "";
    given.textContent = name && name !== chosen ? name : "";
    given.hidden = !given.textContent;
    remove.hidden = !name;
    remove.setAttribute("aria-label", name ? `Remove ${name}` : "Remove");
  }

  function hand(file) {
    model.set("file", file);
    model.save_changes();
    show();
  }

  input.addEventListener("change", async () => {
    told.textContent = "";
    const file = input.files[0];
    if (!file) {
      hand({});
      return;
    }
    if (file.size > model.get("max_bytes")) {
      const most = megabytes(model.get("max_bytes"));
      told.textContent =
        `${file.name} has ${megabytes(file.size)}, and at most ${most} can be uploaded. ` +
        model.get("advice");
      input.value = "";
      hand({});
      return;
    }
    try {
      hand({ name: file.name, data: new DataView(await file.arrayBuffer()) });
    } catch {
      told.textContent = `${file.name} cannot be read: choose it again.`;
    }
  });
  remove.addEventListener("click", () => {
    told.textContent = "";
    hand({});
    input.focus();
  });
  for (const name of ["label", "accept", "file"]) model.on(`change:${name}`, show);
  show();
}

export default { render };
