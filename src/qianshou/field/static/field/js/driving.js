// What a driver's taps do: one act for each box, also where one tap answers for a whole door.

import { asStop, dropsOf, openBoxes } from "./drops.js";
import { officeDate } from "./day.js";
import { tap } from "./taps.js";

const MOST_EMPTY = 20;

/** The driver's part of the page's `app`: what was counted and measured at doors but not said yet, and saying it. */
export function driving({ app, draw, refresh, showSaid }) {
  const empty = new Map(); // order → empty boxes in the driver's hands
  const measured = new Map(); // door → tenths of a degree

  function payloadOf(kind, stop, text, scan) {
    const payload = { order: stop.order };
    if (scan) payload.scan = scan;
    if (text) payload.text = text;
    if (kind === "meal_nobody" || kind === "meal_back") return payload;
    payload.boxes_back = empty.get(stop.order) || 0;
    if (kind === "meal_handed" && measured.has(stop.door.id)) {
      payload.tenths = measured.get(stop.door.id); // one box was measured: it goes with the first that is handed over
      measured.delete(stop.door.id);
    }
    return payload;
  }

  async function sayOf(kind, stop, text, scan = "") {
    const record = await tap(kind, payloadOf(kind, stop, text, scan));
    empty.delete(stop.order);
    return record;
  }

  async function goOn() {
    const chosen = dropsOf(app.day, officeDate(Date.now()), app.records).find((drop) => drop.door.id === app.chosenDoor);
    if (!chosen || chosen.finished) { app.chosenDoor = null; window.scrollTo(0, 0); }
    draw();
  }

  return {
    drops: () => (app.binding ? dropsOf(app.day, officeDate(Date.now()), app.records) : []),
    chosenDoor: null,
    chooseDoor(id) { app.chosenDoor = id; window.scrollTo(0, 0); draw(); },
    empty: (order) => empty.get(order) || 0,
    setEmpty(order, n) { empty.set(order, Math.max(0, Math.min(MOST_EMPTY, n))); draw(); },
    tenthsOf: (door) => (measured.has(door.id) ? measured.get(door.id) : null),
    setTenths(door, tenths) { measured.set(door.id, tenths); draw(); },

    /** `scan`: what the label said, where it was read. */
    async tapBox(kind, stop, text = "", scan = "") {
      const record = await sayOf(kind, stop, text, scan);
      app.panel = null;
      showSaid(kind, stop.elder.name, record);
      await refresh();
      await goOn();
      if (kind === "meal_nobody") { app.open("told", stop); await refresh(); }
    },
    async tapAll(drop) {
      const open = openBoxes(drop);
      const records = [];
      for (const one of open) records.push(await sayOf("meal_handed", asStop(drop.door, one.box), ""));
      showSaid("meal_handed", open.map((one) => one.box.name).join("、"), records);
      await refresh();
      await goOn();
    },
    async fullBack(full) {
      const records = [];
      for (const { door, box } of full) records.push(await sayOf("meal_back", asStop(door, box), ""));
      showSaid("meal_back", full.map((one) => one.box.name).join("、"), records);
      await refresh();
    },
  };
}
