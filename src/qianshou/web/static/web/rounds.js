// Changing rounds by hand: drag a stop, or choose it and use the keys. Every change is one POST; the server answers with the day
// as it then is, times and complaints included.

// htmx would otherwise write empty style attributes while it settles, which the page's policy forbids.
window.htmx.config.attributesToSettle = ["class"];

const day = () => document.getElementById("day");
const stops = () => [...day().querySelectorAll(".stop")];
const columns = () => [...day().querySelectorAll(".column")];
let chosen = null; // visit and carer of the chosen stop: {visit, carer}
let dragged = null;
let follow = false; // after a change of ours the chosen stop gets the focus back

const same = (el, c) => c && el.dataset.visit === c.visit && (!c.carer || el.dataset.carer === c.carer);
const element = () => stops().find((el) => same(el, chosen)) || stops().find((el) => chosen && el.dataset.visit === chosen.visit);

function send(url, values) {
  follow = true;
  window.htmx.ajax("POST", url, { target: "#day", swap: "outerHTML", values: { version: day().dataset.version, ...values } });
}

function choose(el) {
  chosen = el ? { visit: el.dataset.visit, carer: el.dataset.carer } : null;
  for (const s of stops()) s.classList.toggle("chosen", s === el);
  for (const r of day().querySelectorAll(".timeline .visit")) r.classList.toggle("chosen", Boolean(el) && r.dataset.visit === el.dataset.visit);
  const bar = document.getElementById("chosen-bar");
  if (!bar) return;
  bar.hidden = !el || !el.draggable;
  if (el) bar.querySelector(".who-chosen").textContent = el.getAttribute("aria-label");
}

const act = {
  up: (el) => el.dataset.position > 0 && move(el, el.dataset.carer, Number(el.dataset.position) - 1),
  down: (el) => move(el, el.dataset.carer, Number(el.dataset.position) + 1),
  left: (el) => aside(el, -1),
  right: (el) => aside(el, 1),
  pin: (el) => {
    // nothing → carer → carer and order → nothing
    const now = el.dataset.pinned, next = { "": ["carer", 1], carer: ["order", 1], order: ["carer", 0] }[now];
    send(day().dataset.pin, { visit: el.dataset.visit, carer: el.dataset.carer, what: next[0], on: next[1] });
  },
  out: (el) => send(day().dataset.out, { visit: el.dataset.visit }),
};

function move(el, to, position) {
  chosen = { visit: el.dataset.visit, carer: to };
  send(day().dataset.move, { visit: el.dataset.visit, carer: el.dataset.carer, to, position: position ?? "" });
}

function aside(el, step) {
  const all = columns(), here = all.findIndex((c) => c.dataset.carer === el.dataset.carer);
  const there = all[here + step];
  if (there) move(el, there.dataset.carer, null); // where it fits best
}

const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", p: "pin", P: "pin", x: "out", X: "out", Delete: "out" };

document.addEventListener("keydown", (event) => {
  const el = event.target instanceof Element ? event.target.closest(".stop") : null;
  if (!el || event.ctrlKey || event.metaKey || event.altKey) return;
  const name = KEYS[event.key];
  if (!name) return;
  event.preventDefault();
  event.stopPropagation();
  if (el.draggable) act[name](el);
}, true);

document.addEventListener("focusin", (event) => { const el = event.target.closest?.(".stop"); if (el) choose(el); });
document.addEventListener("click", (event) => {
  const el = event.target instanceof Element ? event.target : null;
  const stop = el?.closest(".stop"), button = el?.closest("[data-do]"), show = el?.closest("[data-show]");
  if (stop) { stop.focus(); choose(stop); }
  const block = el?.closest(".timeline .visit"), row = block?.closest("[data-carer]");
  if (block) stops().find((s) => s.dataset.visit === block.dataset.visit && s.dataset.carer === row.dataset.carer)?.focus();
  if (button && element()) act[button.dataset.do](element());
  if (show) {
    const on = show.getAttribute("aria-pressed") !== "true";
    for (const b of day().querySelectorAll("[data-show]")) b.setAttribute("aria-pressed", String(on && b === show));
    for (const g of day().querySelectorAll(".map g[data-carer]")) g.classList.toggle("faint", on && g.dataset.carer !== show.dataset.show);
  }
});
document.addEventListener("change", (event) => {
  if (event.target.id === "to-carer" && event.target.value && element()) move(element(), event.target.value, null);
});

// Dragging: over a stop means before it, elsewhere in a column means at its end.
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".stop");
  if (dragged) { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", dragged.dataset.visit); choose(dragged); }
});
const clear = () => { for (const el of document.querySelectorAll(".over, .before")) el.classList.remove("over", "before"); };
document.addEventListener("dragover", (event) => {
  const column = dragged && event.target.closest?.(".column");
  if (!column) return;
  event.preventDefault();
  clear();
  column.classList.add("over");
  event.target.closest(".stop")?.classList.add("before");
});
document.addEventListener("dragend", () => { dragged = null; clear(); });
document.addEventListener("drop", (event) => {
  const column = dragged && event.target.closest?.(".column");
  if (!column) return;
  event.preventDefault();
  const el = dragged, over = event.target.closest(".stop"), to = column.dataset.carer;
  dragged = null;
  clear();
  if (over === el) return;
  const inside = [...column.querySelectorAll(".stop")].filter((s) => s.dataset.visit !== el.dataset.visit);
  move(el, to, over ? inside.indexOf(over) : inside.length);
});

document.addEventListener("htmx:afterSettle", () => {
  if (!chosen) return;
  const el = element();
  choose(el);
  if (follow && el && !document.getElementById("asked")) el.focus();
  if (document.getElementById("asked")) document.getElementById("why")?.focus();
  follow = false;
});
