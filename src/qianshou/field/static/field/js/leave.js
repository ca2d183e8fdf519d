// Leave that she asks for: what the server knew, with what was asked and taken back since laid over it. Decisions only.

import { isUnsent, retracted } from "./outbox.js";

const LONGEST = 366; // days, as at the office
const DAY_MS = 24 * 3600 * 1000;

const dayNumber = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

/**
 * What she asked for, the latest days first: { id, kind, first, last, half, days, text, mark, answer, record }.
 * `mark`: saved (on this phone only), waiting (being entered), held, open, granted, refused, cancelled.
 */
export function asksOf(leave, records, epoch) {
  const gone = retracted(records);
  const known = new Set(leave.asks.map((one) => one.id));
  const told = leave.asks.filter((one) => !(one.state === "open" && gone.has(one.id))).map((one) => ({ ...one, mark: one.state, record: null }));
  const mine = records.filter((r) => r.act.kind === "leave_request" && !gone.has(r.id) && !known.has(r.id)).map((r) => ofRecord(r, epoch));
  const own = mine.filter((one) => one.mark !== "open" || one.last >= leave.oldest); // older ones are settled
  return [...own, ...told].sort((a, b) => (a.first < b.first ? 1 : -1));
}

function ofRecord(record, epoch) {
  const { leave, first, last, half, text } = record.act.payload;
  const mark = isUnsent(record, epoch) ? "saved" : { applied: "open", waiting: "waiting" }[record.applied] || "held";
  return { id: record.id, kind: leave, first, last, half: half || "", days: daysOf({ first, last, half }), text, mark, answer: "", record };
}

export const daysOf = ({ first, last, half }) => (half ? 0.5 : dayNumber(last) - dayNumber(first) + 1);

/** What is wrong with what she asks for before it is saved: [a word's key, its blanks], or null. The same limits hold at the office. */
export function faultOf({ leave, first, last, half }, asks) {
  if (!leave) return ["away.fault.kind", {}];
  if (!first || !last || last < first) return ["away.fault.days", {}];
  if (daysOf({ first, last, half }) > LONGEST) return ["away.fault.long", {}];
  const taken = asks.find((one) => ["saved", "waiting", "open", "granted"].includes(one.mark) && first <= one.last && one.first <= last && halvesMeet({ first, last, half }, one));
  return taken ? [taken.mark === "granted" ? "away.fault.granted" : "away.fault.asked", { day: taken.first.slice(5) }] : null;
}

/** Two halves of one day do not meet when they are the morning and the afternoon. */
const halvesMeet = (a, b) => !(a.half && b.half && a.half !== b.half);

export const mayTakeBack = (one) => Boolean(one.id) && ["saved", "waiting", "open"].includes(one.mark);
