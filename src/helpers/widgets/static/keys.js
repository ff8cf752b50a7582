// Keys that are typed into a board belong to it. In JupyterLab's command mode "a" would add a
// cell, "d d" delete one and an arrow leave the widget, whatever control has the focus. Its
// shortcuts are matched from the focused element upwards and end at this attribute, so it is the
// focused element that needs it.

function render({ el }) {
  el.style.display = "none";
  const keep = (event) => event.target.setAttribute?.("data-lm-suppress-shortcuts", "true");
  let guarded = null;
  const guard = (tries) => {
    const box = el.parentElement?.closest(".widget-box");
    if (!el.isConnected || !box) {
      if (tries > 0) requestAnimationFrame(() => guard(tries - 1));
      return;
    }
    guarded = box;
    guarded.addEventListener("focusin", keep);
  };
  guard(600); // it is drawn before it stands on the page
  return () => guarded?.removeEventListener("focusin", keep);
}

export default { render };
