// A tap becomes a saved act. If the phone cannot save (private window, disk full), the act stays in this page and says so.

import { current } from "./bindings.js";
import { clockOffset } from "./net.js";
import { newRecord } from "./outbox.js";
import { lastPlace } from "./place.js";
import { addAct, allActs } from "./store.js";

let loose = []; // acts that only this page remembers
let looseSeq = 0;

export const looseActs = () => loose;

/** After an answer: forget what the server has, keep the rest. */
export function settleLoose(change) {
  loose = loose.filter((record) => !change(record));
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
  const build = (seq) => newRecord({ device: binding.device, seq, kind, payload, place: lastPlace(now), now, offset, id });
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
