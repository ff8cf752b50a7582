// Keys that are typed into a board belong to it. In JupyterLab's command mode "a" would add a
// cell, "d d" delete one and an arrow leave the widget, whatever control has the focus.

function render({ el }) {
  el.style.display = "none";
  const guard = (tries) => {
    let top = el.closest(".jupyter-widgets, .widget-box");
    if (!el.isConnected || !top) {
      if (tries > 0) requestAnimationFrame(() => guard(tries - 1));
      return;
    }
    for (let up = top; up; up = up.parentElement?.closest(".jupyter-widgets, .widget-box")) top = up;
    top.setAttribute("data-lm-suppress-shortcuts", "true");
  };
  guard(600); // it is drawn before it stands on the page
}

export default { render };
