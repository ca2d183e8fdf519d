// A driver's round as the phone shows it: what the server knew, with the taps made since laid over it. Decisions only.

import { isUnsent, retracted } from "./outbox.js";

export const SAID = { meal_handed: "handed", meal_neighbour: "neighbour", meal_nobody: "nobody", meal_refused: "refused", meal_back: "back" };
const FED = ["handed", "neighbour"];
const ON_THE_CART = ["nobody", "refused"]; // a full box that nobody has said to be back in the kitchen

function tapsAt(order, records) {
  const gone = retracted(records);
  const here = records.filter((r) => r.act.payload.order === order && SAID[r.act.kind] && !gone.has(r.id));
  return here.sort((a, b) => a.saved_at - b.saved_at);
}

/** Whether a tap about this box was taken back after the server had told of the day: what it told then is no longer so. */
function undone(order, records, fetchedAt) {
  const here = new Set(records.filter((r) => r.act.payload.order === order && SAID[r.act.kind]).map((r) => r.id));
  return records.some((r) => r.act.kind === "retract" && r.applied !== "held" && r.saved_at > fetchedAt && here.has(r.act.payload.act));
}

/** The same rule as the server's (meals/rules/deliveries.py): a fed person stays fed, "back" hides nothing that was said at the door. */
function stateOf(box, taps, before) {
  const words = taps.map((r) => SAID[r.act.kind]);
  const fed = words.filter((word) => FED.includes(word)).pop();
  if (fed) return fed;
  if (FED.includes(before)) return before;
  const door = words.filter((word) => word !== "back").pop();
  if (door) return door;
  if (ON_THE_CART.includes(before)) return before;
  return words.length ? "back" : before;
}

/** How one box stands: { box, state, mark, last, back }. `mark`: due, saved, waiting, held, or the state itself once received. */
export function boxState(box, records, epoch, fetchedAt = 0) {
  const taps = tapsAt(box.order, records);
  const stale = undone(box.order, records, fetchedAt);
  const state = stateOf(box, taps, stale && box.state !== "cancelled" ? "planned" : box.state);
  const back = (box.full_back && !stale) || taps.some((r) => r.act.kind === "meal_back");
  return { box, state, mark: markOf(state, taps, epoch), last: taps[taps.length - 1] || null, back };
}

function markOf(state, taps, epoch) {
  if (taps.some((r) => isUnsent(r, epoch))) return "saved";
  if (taps.some((r) => r.applied === "held" || r.verdict === "broken" || r.verdict === "conflict")) return "held";
  if (taps.length && taps[taps.length - 1].applied === "waiting") return "waiting";
  return state === "planned" ? "due" : state;
}

/** Every door of a date in the order of the round: { door, trip, n, boxes, finished }. `n` counts the trips of the day from 1. */
export function dropsOf(day, date, records) {
  const found = ((day && day.days) || []).find((d) => d.date === date);
  return ((found && found.drops) || []).flatMap((trip, i) => trip.doors.map((door) => {
    const boxes = door.boxes.map((box) => boxState(box, records, day.epoch, day.fetched_at));
    return { door, trip, n: i + 1, boxes, finished: boxes.every((b) => b.state !== "planned") };
  }));
}

export const nextDrop = (drops) => drops.find((d) => !d.finished) || null;

/** Boxes of a door about which nothing was said yet. */
export const openBoxes = (drop) => drop.boxes.filter((b) => b.state === "planned");

/** The trip to load before this door: it is the first of its trip and nothing was said on that trip yet. Else null. */
export function tripToLoad(drops, next) {
  if (!next) return null;
  const mine = drops.filter((d) => d.n === next.n);
  const begun = mine.some((d) => d.boxes.some((b) => b.state !== "planned" && b.state !== "cancelled"));
  return begun ? null : { trip: next.trip, n: next.n, of: Math.max(...drops.map((d) => d.n)), at: next.door.at };
}

/** Full boxes still on the cart from trips that are over (`upTo`: the trip that comes next, or null at the end of the day). */
export function fullBoxes(drops, upTo) {
  const over = drops.filter((d) => upTo === null || d.n < upTo);
  return over.flatMap((d) => d.boxes.filter((b) => ON_THE_CART.includes(b.state) && !b.back).map((b) => ({ door: d.door, box: b.box })));
}

/** One box as the panels know a stop. */
export const asStop = (door, box) => ({
  visit: null, order: box.order, door, box, contacts: box.contacts,
  elder: { id: box.person, name: box.name, address: door.boxes.length > 1 ? `${door.address} · ${box.door}` : door.address, phones: box.phones },
});
