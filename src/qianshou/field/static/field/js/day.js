// The day as the phone shows it: what the server knew, with the taps made since laid over it. Decisions only.

import { isUnsent, retracted } from "./outbox.js";

const DOOR_KINDS = ["arrived", "done", "nobody"];
const FINISHED = ["done", "half", "nobody", "cancelled"];

/** The calendar date at the office (Asia/Shanghai, which has no summer time), "2026-11-23". */
export function officeDate(now) {
  return new Date(now + 8 * 3600 * 1000).toISOString().slice(0, 10);
}

export function clockTime(iso) {
  return new Date(Date.parse(iso) + 8 * 3600 * 1000).toISOString().slice(11, 16).replace(/^0/, "");
}

/** Taps at one door that still hold, oldest first. */
export function tapsAt(stop, records) {
  const gone = retracted(records);
  const here = records.filter((r) => r.act.payload.visit === stop.visit && DOOR_KINDS.includes(r.act.kind) && !gone.has(r.id));
  return here.sort((a, b) => a.saved_at - b.saved_at);
}

/**
 * How one door stands: { step: "due" | "here" | "half" | "done" | "nobody" | "cancelled", mark, since, until, last }.
 * `mark` is the state that is shown: due, here, saved (only on this phone), half (one of two), received, held, cancelled.
 */
export function doorState(stop, records, epoch, fetchedAt = 0) {
  const taps = tapsAt(stop, records);
  const last = taps[taps.length - 1] || null;
  const step = last ? { arrived: "here", done: doneStep(stop), nobody: "nobody" }[last.act.kind] : undone(stop, records, fetchedAt) ? "due" : stop.state;
  const time = (kind) => { const found = taps.filter((t) => t.act.kind === kind).pop(); return found ? found.act.made_at : null; };
  return { step, mark: markOf(step, taps, last, epoch), since: time("arrived") || stop.arrived_at, until: time("done") || stop.done_at, last };
}

/** Whether she took a tap at this door back after the server had told of the day: what it told then is no longer so. */
function undone(stop, records, fetchedAt) {
  const here = new Set(records.filter((r) => r.act.payload.visit === stop.visit && DOOR_KINDS.includes(r.act.kind)).map((r) => r.id));
  return records.some((r) => r.act.kind === "retract" && r.applied !== "held" && r.saved_at > fetchedAt && here.has(r.act.payload.act));
}

/** Her part is done; where two go together the visit is done only when the other has said so too. */
function doneStep(stop) {
  return stop.needed > 1 && stop.state !== "done" && !(stop.done_by || []).length ? "half" : "done";
}

function markOf(step, taps, last, epoch) {
  if (step === "cancelled" || step === "due") return step;
  if (taps.some((t) => isUnsent(t, epoch))) return "saved";
  if (taps.some((t) => t.applied === "held" || t.verdict === "broken" || t.verdict === "conflict")) return "held";
  if (step === "here") return "here";
  if (last && last.applied === "waiting") return "waiting"; // the server has it and has not yet worked it in
  return step === "nobody" || step === "half" ? step : "received";
}

/** The stops of a date with their states, in the order of the round. */
export function doorsOf(day, date, records) {
  const found = ((day && day.days) || []).find((d) => d.date === date);
  return ((found && found.stops) || []).map((stop) => ({ stop, ...doorState(stop, records, day.epoch, day.fetched_at) }));
}

export const isFinished = (door) => FINISHED.includes(door.step);

/** The door to show: the one where she is, else the first not finished, else none. */
export function nextDoor(doors) {
  return doors.find((d) => d.step === "here") || doors.find((d) => !isFinished(d)) || null;
}

/** Acts that nobody at the office has heard of yet. */
export const unsent = (records, epoch) => records.filter((r) => isUnsent(r, epoch));

/** In or out: the last tap on the clock, else what the server knew. */
export function clockState(day, records) {
  const gone = retracted(records);
  const taps = records.filter((r) => (r.act.kind === "clock_in" || r.act.kind === "clock_out") && !gone.has(r.id)).sort((a, b) => a.saved_at - b.saved_at);
  const last = taps[taps.length - 1];
  const known = day && day.clock;
  if (last && !(known && known.at && Date.parse(known.at) > Date.parse(last.act.made_at))) {
    return { state: last.act.kind === "clock_in" ? "in" : "out", at: last.act.made_at, record: last };
  }
  return known || { state: "out", at: null };
}

/** The day without what is past: yesterday's doors are nobody's business today. */
export function withoutPast(day, today) {
  return day && { ...day, days: day.days.filter((d) => d.date >= today) };
}
