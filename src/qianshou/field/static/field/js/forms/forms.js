// A form that is being filled in: what it is, how far it is, what is sent. Decisions only.
//
// form = { key, owner, packet, person, act, definition, month, why, answers, changes, second, note, signature, base, last, at, act_id, sign_id, begun_at, changed_at }
//   owner       the account that began it: on a phone that changes hands nobody else sees it
//   definition  the instrument in the version that was laid out then: a newer one does not touch a form that was begun
//   at          the section that is open; as many as there are sections: the last page
//   act_id      the id of the act that sends it, decided before it is written: a crash in between cannot send it twice; `sign_id` of the one that
//               sends its signature

import { isUnsent, retracted } from "../outbox.js";
import { faultsOf, isEmpty } from "./score.js";

export const KEEP_MS = 24 * 3600 * 1000; // a form that was entered stays to be looked at for a day
const LONGEST_ACT = 60000; // bytes of an act's content; the office takes 65,536

/** A form from what is laid out. `laid` is one of the packet's forms. */
export function newForm({ table, packet, laid, now }) {
  return {
    key: laid.key, owner: table.user, packet: packet.id, person: packet.person, act: laid.act, definition: table.instruments[laid.instrument],
    month: laid.month, why: laid.why, answers: { ...laid.answers }, changes: [...laid.changes], second: "", note: "", signature: null, base: laid.base, last: laid.last,
    at: 0, act_id: null, sign_id: null, begun_at: now, changed_at: now,
  };
}

/** A form of another instrument that the packet offers; `instrument` is "code@version". */
export function offered(table, packet, instrument) {
  const { code } = table.instruments[instrument];
  return { key: `assessment:${packet.person.id}:${code}`, act: "assessment", instrument, state: "none", why: "request", month: null, by: null, answers: {}, changes: [], base: null, last: null };
}

/** What the office would say of it now: [{ item, why }], nothing when it is complete. */
export const openQuestions = (form) => faultsOf(form.definition, form.answers, form.changes);

export function progressOf(form, section = null) {
  const items = form.definition.items.filter((item) => (section === null || item.section === section) && !item.optional);
  const wrong = new Set(openQuestions(form).map((fault) => fault.item));
  return { all: items.length, answered: items.filter((item) => !wrong.has(item.code)).length };
}

/** The answers with one more; pressing the same answer again takes it away. "none" excludes the others. */
export function answered(form, item, value) {
  const held = form.answers[item.code];
  let next = value;
  if (item.kind === "choice") next = held === value ? null : value;
  if (item.kind === "many") {
    const codes = (held || []).filter((code) => code !== value && (value === "none" ? false : code !== "none"));
    next = (held || []).includes(value) ? (held || []).filter((code) => code !== value) : [...codes, value];
  }
  const answers = { ...form.answers, [item.code]: next };
  if (isEmpty(next)) delete answers[item.code];
  return answers;
}

/** The payload of its act, as `assessment.rules.filled` reads it. */
export function payloadOf(form, finish) {
  const common = {
    person: form.person.id, instrument: form.definition.code, version: form.definition.version, answers: form.answers, note: form.note, base: form.base,
  };
  return form.act === "review" ? { ...common, month: form.month } : { ...common, changes: form.changes, why: form.why, second: form.second, finish };
}

export const isTooLong = (form) => new TextEncoder().encode(JSON.stringify(payloadOf(form, true))).length > LONGEST_ACT;

/** How it stands: { state: "open" | "saved" | "waiting" | "held" | "received", record }. */
export function stateOf(form, records, epoch) {
  const record = form.act_id && records.find((one) => one.id === form.act_id && !retracted(records).has(one.id));
  if (!record) return { state: "open", record: null };
  if (isUnsent(record, epoch)) return { state: "saved", record };
  if (record.applied === "held" || record.verdict === "broken" || record.verdict === "conflict") return { state: "held", record };
  return { state: record.applied === "waiting" ? "waiting" : "received", record };
}

/** Everything of one packet below each other (what a visit asks is found in the visit): what is laid out, with what was begun here in its place, and what else was begun for this person. */
export function linesOf(packet, forms, records, epoch) {
  const own = forms.filter((form) => form.packet === packet.id && !form.visit);
  const laid = packet.forms.filter((one) => !packet.visit || !packet.visit.forms.includes(one.key)).map((one) => lineOf(one, own.find((form) => form.key === one.key), records, epoch));
  const more = own.filter((form) => !packet.forms.some((one) => one.key === form.key)).map((form) => lineOf(null, form, records, epoch));
  return [...laid, ...more];
}

function lineOf(laid, form, records, epoch) {
  const { state, record } = form ? stateOf(form, records, epoch) : { state: null, record: null };
  return { laid, form: form || null, record, mark: form ? state : laidMark(laid) };
}

/** What is owed is to do; what was only asked before may be asked again. */
function laidMark(laid) {
  if (laid.state === "none") return laid.act === "review" || laid.by ? "due" : "may";
  return { begun: "due", done: "entered", not_owed: "not_owed" }[laid.state];
}

/** Forms whose packet is not laid out any more: begun, and not to be lost. Those of a visit are found there. */
export const leftOver = (table, forms) => forms.filter((form) => !form.visit && !table.packets.some((packet) => packet.id === form.packet));

/** Entered more than a day ago: nothing is lost when they go. */
export function outlived(forms, records, epoch, now) {
  return forms.filter((form) => { const { state, record } = stateOf(form, records, epoch); return state === "received" && now - record.saved_at > KEEP_MS; });
}
