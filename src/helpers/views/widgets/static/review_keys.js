// Keys and buttons of a person who corrects rows. What is done, the kernel decides: here acts are
// numbered and sent until they are answered, and a form is shown to edit one column.
//
// `panes` is the model whose `picked` says which row is meant. While acts wait for their answer
// the page does not know the row they lead to, and leaves it to the kernel.

const STYLE = `
  :host { display: block; font: 13px/1.5 var(--jp-ui-font-family, system-ui, sans-serif);
    color: var(--jp-ui-font-color1, #1f2328); }
  .bar, form { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; margin: 4px 0; }
  form[hidden] { display: none; }
  button, select, input { font: inherit; min-height: 28px; color: inherit;
    background: var(--jp-layout-color1, #fff); border: 1px solid #767c85; border-radius: 3px; }
  button { padding: 2px 10px; cursor: pointer; }
  select, input { max-width: 22em; padding: 2px 4px; }
  kbd { font: inherit; font-weight: 700; text-decoration: underline; }
  :is(button, select, input):focus-visible { outline: 3px solid #0b57d0; outline-offset: 1px; }
`;
const ACTS = { c: "confirm", x: "reject", e: "edit", n: "next", u: "undo" };
const TYPED = "input, select, textarea, [contenteditable]";

function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = STYLE;
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Corrections");
  for (const [key, name] of Object.entries(ACTS)) {
    const button = document.createElement("button");
    const at = name.indexOf(key);
    button.type = "button";
    button.dataset.act = name;
    button.setAttribute("aria-keyshortcuts", key);
    if (at < 0) button.textContent = `${name} (${key})`;
    else {
      const sign = document.createElement("kbd");
      sign.textContent = key;
      button.append(name.slice(0, at), sign, name.slice(at + 1));
    }
    button.addEventListener("click", () => act(name));
    bar.append(button);
  }
  const progress = document.createElement("span");
  progress.className = "progress";
  progress.setAttribute("aria-live", "polite");
  bar.append(progress);

  const form = document.createElement("form");
  form.hidden = true;
  const field = document.createElement("select");
  field.setAttribute("aria-label", "Column to correct");
  const slot = document.createElement("span");
  const apply = document.createElement("button");
  apply.textContent = "set (Enter)";
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.textContent = "leave (Escape)";
  form.append(field, slot, apply, cancel);
  root.append(style, bar, form);

  let box = null;
  let panes = null;
  let from = null; // what had the focus before the form
  let edited = null; // the row that the form is about, whatever is picked meanwhile
  let touched = false; // whether somebody chose a value in the form
  let n = model.get("done");

  const unanswered = () => model.get("acts").filter((one) => one[0] > model.get("done"));

  function meant() {
    const [id, ...more] = panes?.get("picked") ?? [];
    return !more.length && model.get("rows").includes(id) ? id : null;
  }

  function send(name, row, column = null, value = null) {
    const still = unanswered();
    n = Math.max(n, model.get("done")) + 1;
    model.set("acts", [...still, [n, name, row, column, value]]);
    model.save_changes();
  }

  function act(name) {
    if (name === "edit") open();
    else send(name, unanswered().length ? null : meant());
  }

  // ---- the form

  function options(select, pairs) {
    select.replaceChildren(
      ...pairs.map(([label, value]) => {
        const option = document.createElement("option");
        option.textContent = label;
        option.value = JSON.stringify(value);
        return option;
      }),
    );
  }

  let said = {}; // what the edited row says

  function entry() {
    const name = JSON.parse(field.value || '""');
    const takes = model.get("fields")[name] ?? { type: "text" };
    const now = said[name] ?? null;
    touched = false;
    const one = document.createElement(takes.words ? "select" : "input");
    one.setAttribute("aria-label", `What ${name} is`);
    if (takes.words) {
      options(one, takes.words);
      one.value = JSON.stringify(now);
    } else {
      one.type = takes.type;
      if (takes.type === "number") one.step = "any";
      one.value = now ?? "";
    }
    slot.replaceChildren(one);
  }

  function open() {
    // Inside the shadow root the document only knows its host, which takes no focus.
    from = root.activeElement ?? document.activeElement;
    edited = unanswered().length ? null : meant();
    said = model.get("now");
    const before = field.value;
    options(field, Object.keys(model.get("fields")).map((name) => [name, name]));
    if (before) field.value = before;
    entry();
    form.hidden = false;
    field.focus();
  }

  function close() {
    form.hidden = true;
    const known = root.contains(from) || box?.contains(from);
    (known ? from : bar.firstElementChild).focus({ preventScroll: true });
  }

  // Nothing is set: the row is picked again, where a source was clicked meanwhile.
  function leave() {
    if (edited && meant() !== edited) {
      panes.set("picked", [edited]);
      panes.save_changes();
    }
    close();
  }

  field.addEventListener("change", entry);
  slot.addEventListener("input", () => (touched = true));
  cancel.addEventListener("click", leave);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = JSON.parse(field.value);
    const takes = model.get("fields")[name];
    const typed = slot.firstElementChild.value;
    let value = typed === "" ? null : typed;
    if (takes.words) value = typed ? JSON.parse(typed) : null;
    else if (takes.type === "number" && value !== null) value = Number(value);
    send("set", edited, name, value);
    close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && event.target !== cancel) {
      form.requestSubmit(); // in a list Enter would open it
      event.preventDefault();
    }
    event.stopPropagation();
  });

  // A source is chosen by a click on its mention in the text.
  function clicked() {
    if (form.hidden) return;
    const [id, ...more] = panes.get("picked");
    if (meant()) edited = meant();
    else if (!more.length && model.get("fields").source.words.some((pair) => pair[1] === id)) {
      field.value = JSON.stringify("source");
      entry();
      slot.firstElementChild.value = JSON.stringify(id);
      slot.firstElementChild.focus({ preventScroll: true });
      touched = true;
    }
  }
  model.widget_manager.get_model(model.get("panes")).then((found) => {
    panes = found;
    panes.on("change:picked", clicked);
  });
  model.on("change:now", () => {
    if (form.hidden || !Object.keys(model.get("now")).length) return;
    said = model.get("now");
    if (!touched) entry();
  });

  // ---- the keys

  const listen = (event) => {
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches?.(TYPED)) return;
    const name = ACTS[event.key];
    if (!name) return;
    act(name);
    event.preventDefault();
    event.stopPropagation();
  };
  const stand = (tries) => {
    box = el.parentElement?.closest(".widget-box") ?? null;
    if (el.isConnected && box) box.addEventListener("keydown", listen);
    else if (tries > 0) requestAnimationFrame(() => stand(tries - 1));
  };
  stand(600); // it is drawn before it stands on the page

  const show = () => (progress.textContent = model.get("progress"));
  model.on("change:progress", show);
  show();
  return () => {
    box?.removeEventListener("keydown", listen);
    panes?.off("change:picked", clicked);
  };
}

export default { render };
