// The giver's part of the time bank: what the server knew, with what was written down since laid over it. Decisions only.

import { hashOf } from "./doors.js";
import { isUnsent, retracted } from "./outbox.js";

const PAST = ["dropped", "taken_back"]; // what did not count is not shown as hers

/** Minutes from one time of a day ("09:00") to a later one; 0 or less where it is not later. */
export const between = (from, until) => minuteOf(until) - minuteOf(from);
const minuteOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/**
 * Her entries, the newest day first: { id, name, on, minutes, from, until, service, mark, record, wall, said_by, kept, given }.
 * `mark`: saved (on this phone only), waiting (being entered), held, logged (to be confirmed), card (a scan is on its way), confirmed, disputed.
 */
export function entriesOf(bank, records, epoch) {
  const gone = retracted(records);
  const known = new Map(bank.hours.map((row) => [row.id, row]));
  const mine = records.filter((r) => r.act.kind === "timebank_hours" && !gone.has(r.id));
  const byId = new Map(mine.map((r) => [r.id, r]));
  const told = bank.hours.filter((row) => !PAST.includes(row.state) && !gone.has(row.id)).map((row) => ({ ...row, mark: row.state, record: byId.get(row.id) || null }));
  const own = mine.filter((r) => !known.has(r.id)).map((r) => ofRecord(r, bank, epoch)).filter((row) => row.on >= bank.oldest || row.mark !== "logged"); // older ones are settled
  return [...own, ...told].map((row) => withCard(row, records, epoch)).sort((a, b) => (a.on < b.on ? 1 : -1));
}

function ofRecord(record, bank, epoch) {
  const { person, day, minutes, from, until, service, text } = record.act.payload;
  const who = bank.people.find((one) => one.id === person);
  const kind = bank.services.find((one) => one.code === service);
  return {
    id: record.id, person, name: who ? who.name : "", on: day, minutes, from: from || "", until: until || "", service: kind || service, note: text, record, said_by: "", kept: 0, given: 0, wall: who ? who.wall : [],
    mark: isUnsent(record, epoch) ? "saved" : { applied: "logged", waiting: "waiting" }[record.applied] || "held",
  };
}

/** Once her card was scanned, that is what is said of the entry: it is on its way, or the office looks at it. */
function withCard(row, records, epoch) {
  if (row.mark === "confirmed" || row.mark === "disputed") return row;
  const scans = records.filter((r) => r.act.kind === "timebank_confirm" && r.act.payload.hours === row.id).sort((a, b) => a.saved_at - b.saved_at);
  const last = scans[scans.length - 1];
  if (!last || (last.applied === "held" && !isUnsent(last, epoch))) return last ? { ...row, refused: last.reason } : row;
  return { ...row, mark: "card" };
}

/** Tasks that she has not written down yet, on this phone either. */
export function openTasks(bank, records) {
  const gone = retracted(records);
  const written = new Set(records.filter((r) => r.act.kind === "timebank_hours" && !gone.has(r.id) && r.applied !== "held").map((r) => r.act.payload.ask));
  return bank.tasks.filter((task) => !written.has(task.ask));
}

/** What is wrong with an entry before it is saved: [a word's key, its blanks], or null. The same limits hold at the office. `now`: the time of today, "10:30". */
export function faultOf({ person, day, minutes, service, from = "", until = "" }, bank, entries, today, now) {
  if (!person) return ["bank.fault.who", {}];
  if (!service) return ["bank.fault.what", {}];
  if (!day || day > today) return ["bank.fault.future", {}];
  if (day < bank.oldest) return ["bank.fault.late", { day: bank.oldest }];
  if (Boolean(from) !== Boolean(until) || (from && until <= from)) return ["bank.fault.times", {}];
  if (until && day === today && until > now) return ["bank.fault.later", {}];
  if (!Number.isInteger(minutes) || minutes < bank.least) return ["bank.fault.short", { n: bank.least }];
  const others = entries.filter((one) => one.on === day && one.mark !== "held");
  if (from && others.some((one) => one.from && one.from < until && from < one.until)) return ["bank.fault.overlap", {}];
  const that = others.reduce((sum, one) => sum + one.minutes, 0);
  if (that + minutes > bank.day_most) return ["bank.fault.day", { most: timeOf(bank.day_most), left: timeOf(Math.max(0, bank.day_most - that)) }];
  return null;
}

/** Whose card this is: { right } where it is this entry's, { name } of another door she knows, {} for any other. Where no card was known she is believed. */
export function cardFor(code, entry, bank, entries) {
  const hash = hashOf(code);
  if (entry.wall.includes(hash)) return { right: true };
  const other = [...bank.people, ...entries].find((one) => (one.wall || []).includes(hash));
  return other ? { name: other.name } : { right: !entry.wall.length };
}

export const timeOf = (minutes) => `${minutes < 0 ? "−" : ""}${Math.floor(Math.abs(minutes) / 60)}:${String(Math.abs(minutes) % 60).padStart(2, "0")}`;

/** The day of an entry, with from–until where she said it: "11-24 9:00–10:30". */
export const whenOf = ({ on, from, until }) => `${on.slice(5)}${from ? ` ${from.replace(/^0/, "")}–${until.replace(/^0/, "")}` : ""}`;
