// A tap becomes a saved act. If the phone cannot save (private window, disk full), the act stays in this page and says so.

import { current } from "./bindings.js";
import { clockOffset } from "./net.js";
import { newRecord } from "./outbox.js";
import { lastPlace } from "./place.js";
import { addAct, allActs, getMeta } from "./store.js";

let loose = []; // acts that only this page remembers
let looseSeq = 0;

export const looseActs = () => loose;

/** After an answer: forget what the server has, keep the rest. */
export function settleLoose(change) {
  loose = loose.filter((record) => !change(record));
}

/** Where the phone is; null where the elder at this door said no to that, or where one cannot know. */
async function placeFor(payload, now) {
  try {
    const kept = await getMeta("day");
    const days = (kept && kept.days) || [];
    const stops = days.flatMap((day) => day.stops || []);
    const boxes = days.flatMap((day) => day.drops || []).flatMap((trip) => trip.doors || []).flatMap((door) => door.boxes || []);
    const quiet = stops.some((stop) => stop.visit === payload.visit && stop.no_place) || boxes.some((box) => box.order === payload.order && box.no_place);
    return quiet ? null : lastPlace(now);
  } catch (problem) {
    return null;
  }
}

/**
 * Save one act and return its record. With `id` an act of that id is written once: where it is there already, it is returned as it is.
 * Throws only when nobody is signed in on this phone.
 */
export async function tap(kind, payload, id = null) {
  const now = Date.now();
  const binding = await current();
  if (!binding) throw new Error("no binding");
  const offset = await clockOffset();
  const place = await placeFor(payload, now);
  const build = (seq) => newRecord({ device: binding.device, seq, kind, payload, place, now, offset, id });
  try {
    return await addAct(binding.device, build, id);
  } catch (problem) {
    looseSeq += 1;
    const record = { ...build(Number.MAX_SAFE_INTEGER - 1000000 + looseSeq), loose: true };
    loose.push(record);
    return record;
  }
}

/** Take a tap back: a new act, for nothing that was said is unsaid. */
export const takeBack = (record) => tap("retract", { act: record.id });

export async function everyAct() {
  return [...(await allActs().catch(() => [])), ...loose];
}
