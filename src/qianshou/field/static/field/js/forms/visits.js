// A home visit of an intake that is under way: what it is, how far it is, what is sent. Decisions only.
//
// visit = { key, owner, packet, person, case, laid, application, seen, consents, papers, signatures, note, at, act_id, sign_ids, begun_at, changed_at }
//   laid        the visit as it was laid out: what the desk has changed since is not written over
//   consents    purpose → "given" | "refused" | "later"
//   seen        the application was opened
//   signatures  { person, assessor } as the place to sign tells them
//   at          the part that is open: "parts", "application", "consents", "sign"

import { isSigned } from "../signature.js";
import { progressOf } from "./forms.js";

export const keyOf = (packet) => `visit:${packet.visit.case}`;

export function newVisit({ table, packet, now }) {
  const { visit } = packet;
  const consents = Object.fromEntries(visit.purposes.filter((one) => one.answer).map((one) => [one.code, one.answer]));
  return {
    key: keyOf(packet), owner: table.user, packet: packet.id, person: packet.person, case: visit.case, laid: visit, application: { ...visit.application }, seen: false,
    consents, papers: [], signatures: { person: { strokes: [], by_name: packet.person.name, by_relation: "", on_paper: false }, assessor: null }, note: "", at: "parts", act_id: null, sign_ids: {}, begun_at: now, changed_at: now,
  };
}

/** The parts of a visit and how far each is: [{ code, form, done, n, all }]. */
export function partsOf(visit, forms) {
  const asked = visit.laid.purposes.length;
  const answered = visit.laid.purposes.filter((one) => visit.consents[one.code]).length;
  const signed = ["person", "assessor"].filter((who) => isSigned(visit.signatures[who])).length;
  const counted = (code, n, all, form = null) => ({ code, form, n, all, done: n === all });
  return [
    counted("application", visit.seen ? 1 : 0, 1),
    ...forms.map((form) => { const far = progressOf(form); return counted("form", far.answered, far.all, form); }),
    counted("consents", answered, asked),
    counted("sign", signed, 2),
  ];
}

/** Somebody else than the person answered: who; a name of "" is the person. */
function answeredBy(visit) {
  const said = visit.signatures.person;
  const name = said.by_name.trim();
  return name && name !== visit.person.name ? { name, relation: said.by_relation.trim() } : { name: "", relation: "" };
}

/** The payload of its act, as field/table/visits.py reads it. `acts`: { person, assessor } → id of the signature's act, for those that signed. */
export function visitPayload(visit, acts) {
  const words = { person: "consent", assessor: "visit" };
  const signatures = Object.entries(acts).map(([who, act]) => {
    const said = visit.signatures[who];
    return { act, for: words[who], name: said.by_name.trim(), relation: said.by_relation.trim() };
  });
  const was = { application: visit.laid.application, consents: Object.fromEntries(visit.laid.purposes.map((one) => [one.code, one.answer])) };
  const consents = Object.fromEntries(Object.entries(visit.consents).filter(([, answer]) => answer !== "later"));
  return {
    case: visit.case, person: visit.person.id, application: visit.application, consents, consent_by: answeredBy(visit), signatures, papers: visit.papers, note: visit.note, was,
  };
}
