// The outbox: what is saved, what is due to be sent, and what the server's answers mean. Decisions only, no network.
//
// record = { id, act, device, state: "saved" | "received", hold_until, saved_at, epoch, applied, reason, verdict }
//   act      the content with its hash, exactly as sent, never changed again
//   device   the binding under which the person tapped; its own token sends it, whoever is signed in now
//   epoch    the server's epoch when it answered; another epoch means that the server was restored: send again

import { cleanText, contentHash } from "./hash.js";
import { uuid7 } from "./uuid7.js";

export const UNDO_MS = 10000; // after a tap at a door, time to say "that was a mistake" before anything is sent
export const BATCH = 50;
const BATCH_LENGTH = 1000000; // characters of acts in one post: forms and signatures are long, and a server takes five million bytes

const DELAYED = new Set(["arrived", "done", "meal_handed", "meal_neighbour", "meal_refused", "meal_back", "review", "assessment", "signature", "home_visit", "timebank_hours", "timebank_confirm"]); // an unanswered door and a concern go at once: somebody may have to run

function cleaned(value) {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, cleaned(v)]));
  return value;
}

/** A new record. `made_at` is the phone's own clock; `offset` is server minus phone, in ms, or null. */
export function newRecord({ device, seq, kind, payload, place, now, offset, id = null }) {
  const content = {
    id: id || uuid7(now),
    device,
    seq,
    kind,
    made_at: new Date(now).toISOString(),
    offset_ms: Number.isFinite(offset) ? Math.round(offset) : null,
    place: place || null,
    payload: cleaned(payload),
  };
  const act = { ...content, hash: contentHash(content) };
  const wait = DELAYED.has(kind) ? UNDO_MS : 0;
  return { id: act.id, act, device, state: "saved", saved_at: now, hold_until: now + wait, epoch: null, applied: null, reason: null };
}

export const isUnsent = (record, epoch) => record.state === "saved" || (epoch !== null && record.epoch !== epoch);

/** What to send now, in batches: each batch from one binding, in the order in which the acts were made. */
export function dueBatches(records, { now, epoch }) {
  const byDevice = new Map();
  const takenBack = retracted(records);
  for (const record of records) {
    // A clock set back must not hold a tap for ever: more than the undo time ahead means the clock was moved.
    const held = record.hold_until > now && record.hold_until - now <= UNDO_MS && !takenBack.has(record.id);
    if (held || !isUnsent(record, epoch)) continue;
    if (!byDevice.has(record.device)) byDevice.set(record.device, []);
    byDevice.get(record.device).push(record);
  }
  const batches = [];
  for (const [device, mine] of byDevice) {
    mine.sort((a, b) => a.act.seq - b.act.seq);
    for (const part of inParts(mine)) batches.push({ device, records: part });
  }
  return batches;
}

/** At most BATCH records and BATCH_LENGTH characters in each part; a record that is longer goes alone. */
function inParts(records) {
  const parts = [];
  let room = 0;
  for (const record of records) {
    const size = JSON.stringify(record.act).length;
    const last = parts[parts.length - 1];
    if (!last || last.length >= BATCH || size > room) { parts.push([record]); room = BATCH_LENGTH - size; } else { last.push(record); room -= size; }
  }
  return parts;
}

/** Milliseconds until the first act whose undo time is running may be sent, or null. */
export function nextDueIn(records, { now, epoch }) {
  const waits = records.filter((r) => isUnsent(r, epoch)).map((r) => r.hold_until - now).filter((ms) => ms > 0 && ms <= UNDO_MS);
  return waits.length ? Math.min(...waits) : null;
}

/** A record after the server's answer about it. Only "stored", "repeated", "conflict" and "broken" are the server's word. */
export function answered(record, answer, epoch) {
  if (!["stored", "repeated", "conflict", "broken"].includes(answer.answer)) return null;
  return { ...record, state: "received", verdict: answer.answer, applied: answer.state, reason: answer.reason || null, epoch };
}

/** Milliseconds to wait before try number `failures` + 1: 2 s, 4 s … 5 minutes, spread so that phones do not come all at once. */
export function backoff(failures, chance = Math.random()) {
  if (failures === 0) return 0;
  return Math.min(300000, 1000 * 2 ** Math.min(failures, 9)) * (0.75 + chance / 2);
}

/** Ids of acts that their maker took back. Where the office has to look at the taking back, the act still counts. */
export function retracted(records) {
  return new Set(records.filter((r) => r.act.kind === "retract" && r.applied !== "held").map((r) => r.act.payload.act));
}
