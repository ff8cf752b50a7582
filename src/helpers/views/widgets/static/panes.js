// Linked panes: what is picked in one of them lights up in all.
//
// Python makes the HTML of every pane and escapes it. Three attributes are read here:
//   data-keys  ids with which the element lights up
//   data-pick  the id that a click (or Enter) on it picks
//   data-stop  the arrow keys stop here; one stop a pane is in the tab order
// A chart's panels and marks carry data-panel, and data-x where a mark stands on the axis.
// `links` says which ids light up with a picked one. Nothing else is known here.

const NAMES = ["words", "text", "chart", "table"];
const DRAGGED = 5; // pixels from which a press is a brush and no click

function render({ model, el }) {
  // Else JupyterLab takes Enter and the arrow keys for its own.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const root = el.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = model.get("css");
  const frame = document.createElement("div");
  frame.className = "panes";
  root.append(style, frame);

  const panes = {}; // name -> its element
  const index = {}; // name -> id -> elements that light up with it
  let lit = [];
  let pressed = [];
  for (const name of NAMES) {
    const pane = document.createElement("section");
    pane.className = `pane ${name}`;
    panes[name] = pane;
    frame.append(pane);
  }

  function fill(name) {
    const pane = panes[name];
    const label = model.get("labels")[name] ?? name;
    pane.setAttribute("aria-label", label);
    pane.innerHTML = model.get(name);
    pane.hidden = !pane.firstChild;
    if (name === "words") pane.setAttribute("aria-live", "polite");
    const found = new Map();
    for (const one of pane.querySelectorAll("[data-keys]")) {
      for (const key of one.dataset.keys.split(" ")) {
        if (found.has(key)) found.get(key).push(one);
        else found.set(key, [one]);
      }
    }
    index[name] = found;
    rove(pane, pane.querySelector("[data-stop]"));
  }

  // ---- lighting

  const picked = () => model.get("picked");

  function light() {
    const links = model.get("links");
    const chosen = new Set(picked());
    const keys = new Set();
    for (const id of chosen) {
      keys.add(id);
      for (const other of links[id] ?? []) keys.add(other);
    }
    for (const one of lit) one.classList.remove("lit");
    for (const one of pressed) one.setAttribute("aria-pressed", "false");
    lit = [];
    pressed = [];
    for (const name of NAMES) {
      for (const key of keys) {
        for (const one of index[name]?.get(key) ?? []) {
          one.classList.add("lit");
          lit.push(one);
          if (one.hasAttribute("aria-pressed") && chosen.has(one.dataset.pick)) {
            one.setAttribute("aria-pressed", "true");
            pressed.push(one);
          }
        }
      }
    }
    frame.classList.toggle("some", chosen.size > 0);
  }

  // The first lit element of each pane but the one that was pointed at comes into view.
  // Passages out of sight have a guessed height only: after each scroll they are measured, and
  // the place is looked up again.
  function reveal(but, tries = 3) {
    let moved = false;
    for (const name of NAMES) {
      if (name === but || name === "words") continue;
      const pane = panes[name];
      const first = first_of(name);
      if (!first || pane.scrollHeight <= pane.clientHeight + 1) continue;
      const inner = first.getBoundingClientRect();
      const outer = pane.getBoundingClientRect();
      if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) {
        const before = pane.scrollTop;
        pane.scrollTop += inner.top - outer.top - pane.clientHeight / 3;
        moved ||= pane.scrollTop !== before;
      }
    }
    if (moved && tries > 0) requestAnimationFrame(() => reveal(but, tries - 1));
  }

  // What was picked itself, else whatever comes first of what lights up with it.
  function first_of(name) {
    const found = picked().flatMap((key) => index[name]?.get(key) ?? []);
    const among = found.length ? found : lit.filter((one) => panes[name].contains(one));
    return among.reduce(
      (first, one) =>
        !first || one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING
          ? one
          : first,
      null,
    );
  }

  let origin = null; // the pane that was pointed at, while its pick goes round

  function pick(ids, from) {
    origin = from;
    model.set("picked", ids); // lights up at once, by the listener below
    origin = null;
    model.save_changes(); // while the kernel is busy, only the newest state waits for it
  }

  function toggle(id, more, from) {
    const now = picked();
    if (more) pick(now.includes(id) ? now.filter((one) => one !== id) : [...now, id], from);
    else pick(now.length === 1 && now[0] === id ? [] : [id], from);
  }

  const pane_of = (one) => NAMES.find((name) => panes[name].contains(one));

  // ---- pointing

  let brush = null;
  let brushed = false;

  frame.addEventListener("click", (event) => {
    if (brushed) {
      brushed = false;
      return;
    }
    const chosen = (root.getSelection ?? document.getSelection).call(
      root.getSelection ? root : document,
    );
    const target = event.target.closest("[data-pick]");
    if (!target) return;
    const reading = chosen && !chosen.isCollapsed && chosen.toString() !== "";
    if (reading && pane_of(target) === "text") return; // somebody copies words
    if (target.hasAttribute("data-stop")) {
      rove(panes[pane_of(target)], target);
      target.focus({ preventScroll: true });
    }
    toggle(target.dataset.pick, event.shiftKey || event.ctrlKey || event.metaKey, pane_of(target));
  });

  frame.addEventListener("pointerdown", (event) => {
    const panel = event.target.closest("[data-panel]");
    if (!panel || event.button !== 0) return;
    brushed = false;
    brush = { panel: panel.dataset.panel, from: event.clientX, to: event.clientX, band: null };
  });

  frame.addEventListener("pointermove", (event) => {
    if (!brush) return;
    brush.to = event.clientX;
    if (!brush.band && Math.abs(brush.to - brush.from) > DRAGGED) {
      brush.band = document.createElement("div");
      brush.band.className = "band";
      panes.chart.append(brush.band);
      panes.chart.setPointerCapture?.(event.pointerId);
    }
    if (!brush.band) return;
    const pane = panes.chart.getBoundingClientRect();
    const panel = area(brush.panel);
    const left = Math.max(Math.min(brush.from, brush.to), panel.left);
    const right = Math.min(Math.max(brush.from, brush.to), panel.right);
    Object.assign(brush.band.style, {
      left: `${left - pane.left + panes.chart.scrollLeft}px`,
      width: `${Math.max(0, right - left)}px`,
      top: `${panel.top - pane.top + panes.chart.scrollTop}px`,
      height: `${panel.bottom - panel.top}px`,
    });
    event.preventDefault();
  });

  const drop = (keep) => () => {
    if (!brush) return;
    const { panel, from, to, band } = brush;
    brush = null;
    if (!band) return;
    band.remove();
    brushed = true; // the click that follows is no click
    setTimeout(() => (brushed = false), 0);
    if (keep) pick(between(panel, Math.min(from, to), Math.max(from, to)), "chart");
  };
  frame.addEventListener("pointerup", drop(true));
  frame.addEventListener("pointercancel", drop(false));

  const on_axis = (panel) =>
    [...panes.chart.querySelectorAll("[data-x]")].filter((one) => one.dataset.panel === panel);

  function area(panel) {
    const all = [...panes.chart.querySelectorAll("[data-panel]")].filter(
      (one) => one.dataset.panel === panel && !one.hasAttribute("data-x"),
    );
    const boxes = all.map((one) => one.getBoundingClientRect());
    return {
      left: Math.min(...boxes.map((box) => box.left)),
      right: Math.max(...boxes.map((box) => box.right)),
      top: Math.min(...boxes.map((box) => box.top)),
      bottom: Math.max(...boxes.map((box) => box.bottom)),
    };
  }

  function between(panel, left, right) {
    const found = new Set();
    for (const one of on_axis(panel)) {
      const box = one.getBoundingClientRect();
      const middle = (box.left + box.right) / 2;
      const wide = box.right - box.left > 24; // a range counts where any part of it lies inside
      const [first, last] = wide ? [box.left, box.right] : [middle, middle];
      if (last >= left && first <= right) found.add(one.dataset.keys);
    }
    return [...found];
  }

  // ---- keys

  function rove(pane, to) {
    if (!pane || !to) return;
    for (const one of pane.querySelectorAll('[data-stop][tabindex="0"]')) {
      one.setAttribute("tabindex", "-1");
    }
    to.setAttribute("tabindex", "0");
  }

  function step(pane, from, key) {
    const stops = [...pane.querySelectorAll("[data-stop]")];
    const at = stops.indexOf(from);
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: stops.length - 1,
    }[key];
    return stops[Math.max(0, Math.min(stops.length - 1, to))];
  }

  // From mark to mark by value: the same range as with a brush, without a pointer.
  function extend(target, way) {
    const marks = on_axis(target.dataset.panel)
      .map((one) => ({ id: one.dataset.keys, x: one.getBoundingClientRect().left }))
      .sort((a, b) => a.x - b.x)
      .map((one) => one.id);
    const order = [...new Set(marks)];
    const now = new Set([...picked().filter((id) => order.includes(id)), target.dataset.pick]);
    const places = [...now].map((id) => order.indexOf(id));
    const next = way > 0 ? Math.max(...places) + 1 : Math.min(...places) - 1;
    if (order[next]) now.add(order[next]);
    pick(order.filter((id) => now.has(id)), "chart");
  }

  frame.addEventListener("keydown", (event) => {
    const target = event.target.closest("[data-stop]");
    if (event.key === "Escape" && picked().length) {
      pick([], null);
      event.stopPropagation();
      return;
    }
    if (!target) return;
    const pane = panes[pane_of(target)];
    if (event.shiftKey && target.dataset.panel && /^Arrow(Left|Right)$/.test(event.key)) {
      extend(target, event.key === "ArrowRight" ? 1 : -1);
    } else if (/^(Arrow\w+|Home|End)$/.test(event.key)) {
      const to = step(pane, target, event.key);
      rove(pane, to);
      to.focus();
    } else if ((event.key === "Enter" || event.key === " ") && target.tagName !== "BUTTON") {
      toggle(target.dataset.pick, event.shiftKey || event.ctrlKey || event.metaKey, pane_of(target));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  // ---- theme

  const probe = document.createElement("i");
  probe.style.cssText = "display: none; color: var(--jp-layout-color0, #fff)";
  root.append(probe);
  function theme() {
    const [red, green, blue] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? [255, 255, 255])
      .slice(0, 3)
      .map(Number);
    frame.classList.toggle("dark", 0.2126 * red + 0.7152 * green + 0.0722 * blue < 100);
  }
  // What was in view before another width is still in view after it.
  const resized = new ResizeObserver(() => requestAnimationFrame(() => reveal(null)));
  resized.observe(frame);
  const watch = new MutationObserver(() => requestAnimationFrame(theme));
  watch.observe(document.body, { attributes: true, attributeFilter: ["class", "data-jp-theme-name"] });

  // ---- the model

  for (const name of NAMES) {
    fill(name);
    model.on(`change:${name}`, () => {
      fill(name);
      light();
      if (name === "table") reveal("text");
    });
  }
  model.on("change:links", light);
  model.on("change:picked", () => {
    light();
    reveal(origin);
  });
  const layers = () => {
    for (const name of ["numbers", "sources", "cues", "claims"]) {
      frame.classList.toggle(`no-${name}`, !model.get("layers").includes(name));
    }
  };
  model.on("change:layers", layers);
  layers();
  light();
  requestAnimationFrame(theme);
  return () => {
    watch.disconnect();
    resized.disconnect();
  };
}

export default { render };
