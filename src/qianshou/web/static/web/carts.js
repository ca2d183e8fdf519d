// Changing cart rounds by hand: drag a stop, or choose it and use the keys or the bar. Every change is one POST; the server answers with
// the rounds as they then are, times and complaints included.

// htmx would otherwise write empty style attributes while it settles, which the page's policy forbids.
window.htmx.config.attributesToSettle = ["class"];

const day = () => document.getElementById("day");
const stops = () => [...day().querySelectorAll(".stop")];
const columns = () => [...day().querySelectorAll(".column")];
const bar = () => document.getElementById("chosen-bar");
let chosen = null; // an order of the chosen stop
let dragged = null;
let follow = false; // after a change of ours the chosen stop gets the focus back

const orders = (el) => (el.dataset.people || "").split("|").map((pair) => pair.split(":")[0]);
const element = () => stops().find((el) => chosen && orders(el).includes(chosen));

function send(url, values) {
  follow = true;
  window.htmx.ajax("POST", url, { target: "#day", swap: "outerHTML", values: { version: day().dataset.version, ...values } });
}

function choose(el) {
  const other = !el || !chosen || !orders(el).includes(chosen);
  if (el && other) chosen = el.dataset.order;
  if (!el) chosen = null;
  for (const s of stops()) s.classList.toggle("chosen", s === el);
  const box = bar();
  if (!box) return;
  box.hidden = !el || !el.draggable;
  if (!el) return;
  box.querySelector(".who-chosen").textContent = el.getAttribute("aria-label");
  const whom = box.querySelector("#whom"), people = el.dataset.people.split("|").map((pair) => pair.split(":"));
  if (other || !whom.options.length) {
    whom.replaceChildren(new Option(whom.dataset.all, ""), ...(people.length > 1 ? people.map(([id, name]) => new Option(name, id)) : []));
    whom.hidden = people.length < 2;
  }
}

function move(el, values) {
  chosen = el.dataset.order;
  send(day().dataset.move, { order: el.dataset.order, ...values });
}

const inTrip = (el) => [...el.closest(".trip").querySelectorAll(".stop")];

const act = {
  up: (el) => {
    const trip = Number(el.dataset.trip), at = Number(el.dataset.position);
    if (at > 1) move(el, { to: el.dataset.cart, trip, position: at - 1 });
    else if (trip > 1) move(el, { to: el.dataset.cart, trip: trip - 1, position: 999 });
  },
  down: (el) => {
    const trip = Number(el.dataset.trip), at = Number(el.dataset.position), last = inTrip(el).length;
    if (at < last) move(el, { to: el.dataset.cart, trip, position: at + 1 });
    else move(el, { to: el.dataset.cart, trip: trip + 1, position: 1 });
  },
  left: (el) => aside(el, -1),
  right: (el) => aside(el, 1),
  pin: (el) => {
    // nothing → cart → cart and order → nothing
    const next = { "": ["cart", 1], cart: ["order", 1], order: ["cart", 0] }[el.dataset.pinned];
    send(day().dataset.pin, { order: el.dataset.order, what: next[0], on: next[1] });
  },
  off: (el) => {
    const one = bar()?.querySelector("#whom").value;
    send(day().dataset.off, { order: one || el.dataset.order, alone: one ? 1 : 0 });
  },
  give: (el) => {
    const box = bar(), one = box.querySelector("#whom").value;
    move(el, { order: one || el.dataset.order, alone: one ? 1 : 0, to: box.querySelector("#to-cart").value,
      good: box.querySelector("#for-good").checked ? 1 : 0, why: box.querySelector("#move-why").value });
  },
};

function aside(el, step) {
  const all = columns(), here = all.findIndex((c) => c.dataset.cart === el.dataset.cart);
  const there = all[here + step];
  if (there) move(el, { to: there.dataset.cart }); // where it fits best
}

const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", p: "pin", P: "pin", x: "off", X: "off", Delete: "off" };

document.addEventListener("keydown", (event) => {
  if (event.target.closest?.("#chosen-bar") && event.key === "Enter" && event.target.matches("input") && element()) {
    event.preventDefault();
    act.give(element());
    return;
  }
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
  if (button && element()) act[button.dataset.do](element());
  if (show) {
    const on = show.getAttribute("aria-pressed") !== "true";
    for (const b of day().querySelectorAll("[data-show]")) b.setAttribute("aria-pressed", String(on && b === show));
    for (const g of day().querySelectorAll(".map g[data-cart]")) g.classList.toggle("faint", on && g.dataset.cart !== show.dataset.show);
  }
});
document.addEventListener("submit", (event) => { if (event.target.id === "chosen-bar") event.preventDefault(); });

// Dragging: over a stop means before it, elsewhere in a trip at its end, elsewhere in a column where it fits best.
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".stop");
  if (dragged) { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", dragged.dataset.order); choose(dragged); }
});
const clear = () => { for (const el of document.querySelectorAll(".over, .before")) el.classList.remove("over", "before"); };
document.addEventListener("dragover", (event) => {
  const column = dragged && event.target.closest?.(".column");
  if (!column) return;
  event.preventDefault();
  clear();
  (event.target.closest(".trip") || column).classList.add("over");
  event.target.closest(".stop")?.classList.add("before");
});
document.addEventListener("dragend", () => { dragged = null; clear(); });
document.addEventListener("drop", (event) => {
  const column = dragged && event.target.closest?.(".column");
  if (!column) return;
  event.preventDefault();
  const el = dragged, over = event.target.closest(".stop"), trip = event.target.closest(".trip"), to = column.dataset.cart;
  dragged = null;
  clear();
  if (over === el) return;
  const inside = trip ? [...trip.querySelectorAll(".stop")].filter((s) => s !== el) : [];
  if (trip) move(el, { to, trip: trip.dataset.trip, position: (over ? inside.indexOf(over) : inside.length) + 1 });
  else move(el, { to });
});

document.addEventListener("htmx:afterSettle", () => {
  if (!chosen) return;
  const el = element();
  if (!el) { chosen = null; return; }
  choose(el);
  if (follow && !document.getElementById("asked")) el.focus();
  if (document.getElementById("asked")) document.getElementById("why")?.focus();
  follow = false;
});
