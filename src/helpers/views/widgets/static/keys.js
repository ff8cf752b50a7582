// Keys that are typed into a board belong to it. In JupyterLab's command mode "a" would add a
// cell, "d d" delete one and an arrow leave the widget, whatever control has the focus. Its
// shortcuts are matched from the focused element upwards and end at an attribute, so it is the
// focused element that needs it. Ctrl+S still saves: the browser would offer to save the page.

const SUPPRESS = "data-lm-suppress-shortcuts";

function render({ el }) {
  el.style.display = "none";
  let box = null;
  const keep = (event) => event.target.setAttribute?.(SUPPRESS, "true");
  const pass = (event) => {
    const target = event.target;
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (!saves || !box.contains(target) || !target.hasAttribute(SUPPRESS)) return;
    // Sent again from around the board: a text field lets no key out. What JupyterLab takes it
    // cancels; elsewhere the browser does as always.
    const { key, code, keyCode, ctrlKey, metaKey } = event;
    const told = { key, code, keyCode, ctrlKey, metaKey, bubbles: true, cancelable: true };
    if (!box.parentElement.dispatchEvent(new KeyboardEvent("keydown", told))) event.preventDefault();
  };
  const guard = (tries) => {
    box = el.parentElement?.closest(".widget-box") ?? null;
    if (!el.isConnected || !box) {
      if (tries > 0) requestAnimationFrame(() => guard(tries - 1));
      return;
    }
    box.addEventListener("focusin", keep);
    window.addEventListener("keydown", pass, true); // before JupyterLab, which listens lower down
  };
  guard(600); // it is drawn before it stands on the page
  return () => {
    box?.removeEventListener("focusin", keep);
    window.removeEventListener("keydown", pass, true);
  };
}

export default { render };
