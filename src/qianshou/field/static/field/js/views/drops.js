// A driver's doors of a day below each other, trip by trip, and what there is to do between two trips.

import { clockTime } from "../day.js";
import { button, h } from "../dom.js";
import { fullBoxes, nextDrop, tripToLoad } from "../drops.js";
import { t } from "../words.js";
import { boxMark, dropCard } from "./drop.js";

const WORST_FIRST = ["saved", "held", "waiting", "nobody", "refused", "neighbour", "back", "due", "handed", "cancelled"];

const names = (drop) => drop.boxes.map((b) => `${b.box.name}${b.box.boxes > 1 ? ` × ${b.box.boxes}` : ""}`).join("、");
const worst = (drop) => WORST_FIRST.find((mark) => drop.boxes.some((b) => b.mark === mark));

function row(app, drop) {
  return h("li", {},
    h("button", { type: "button", class: "row", onclick: () => app.chooseDoor(drop.door.id), "data-row-door": drop.door.id },
      h("span", { class: "num" }, clockTime(drop.door.at)),
      h("span", { class: "who" }, h("b", {}, drop.door.address), h("span", { class: "soft small" }, names(drop))),
      boxMark(worst(drop))));
}

/** Full boxes are counted back in the kitchen, by one tap for all of them. */
function fullBack(app, full) {
  if (!full.length) return null;
  const people = full.map((one) => one.box.name).join("、");
  return h("div", { class: "work" },
    h("p", {}, t("trip.full", { n: full.reduce((sum, one) => sum + one.box.boxes, 0), names: people })),
    button(t("trip.full.yes"), () => app.fullBack(full), { class: "wide-one" }));
}

function tripCard(app, drops, load) {
  const full = fullBoxes(drops, load.n);
  const text = load.n > 1 ? "trip.next" : "trip.first";
  return h("section", { class: "card trip", "data-trip": load.trip.trip },
    h("h2", {}, t(text, { trip: load.trip.trip, n: load.trip.boxes })),
    h("p", { class: "num" }, load.trip.load ? t("trip.load", { load: clockTime(load.trip.load), time: clockTime(load.at) }) : t("trip.door", { time: clockTime(load.at) })),
    fullBack(app, full));
}

function end(app, drops) {
  return h("section", { class: "card trip" }, h("h2", {}, t("trip.done")), fullBack(app, fullBoxes(drops, null)));
}

export function dropsToday(app, drops) {
  if (!drops.length) return [];
  const chosen = drops.find((drop) => drop.door.id === app.chosenDoor);
  const next = nextDrop(drops);
  const shown = chosen || next;
  const load = tripToLoad(drops, next);
  const trips = [...new Set(drops.map((drop) => drop.n))];
  return [
    load && !chosen ? tripCard(app, drops, load) : null,
    shown ? dropCard(app, shown, Boolean(chosen)) : end(app, drops),
    trips.map((n) => list(app, drops.filter((drop) => drop.n === n && drop !== shown), drops.find((drop) => drop.n === n).trip)),
  ];
}

const heading = (trip) => h("h2", { class: "trip-head" }, t("trip.head", { cart: trip.cart, trip: trip.trip, n: trip.boxes }));

function list(app, drops, trip) {
  return drops.length ? [heading(trip), h("ol", { class: "doors" }, drops.map((drop) => row(app, drop)))] : null;
}

function tomorrowRow(drop) {
  return h("li", { class: "plain" },
    h("span", { class: "num" }, clockTime(drop.door.at)),
    h("span", { class: "who" }, h("b", {}, drop.door.address), h("span", { class: "soft" }, names(drop))));
}

export function dropsTomorrow(drops) {
  const trips = [...new Set(drops.map((drop) => drop.n))];
  return trips.map((n) => {
    const mine = drops.filter((drop) => drop.n === n);
    return [heading(mine[0].trip), h("ol", { class: "doors" }, mine.map(tomorrowRow))];
  });
}
