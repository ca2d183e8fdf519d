// The tab "Forms": this month's reviews, and who goes along to the kitchen table.

import { clockTime } from "../day.js";
import { button, h } from "../dom.js";
import { leftOver, linesOf, progressOf, stateOf } from "../forms/forms.js";
import { keyOf, partsOf } from "../forms/visits.js";
import { reason, said, t } from "../words.js";

const TONES = { due: "due", open: "hole", saved: "hole", waiting: "hole", held: "late", received: "done", entered: "done", not_owed: "calm", may: "calm" };

const formMark = (mark) => h("span", { class: `state ${TONES[mark]}`, "data-mark": mark }, t(`form.state.${mark}`));

const nameOf = (app, line) => said(line.form ? line.form.definition : app.table.instruments[line.laid.instrument]);

function facts(app, line) {
  const { laid, form, record, mark } = line;
  if (mark === "open") { const far = progressOf(form); return t("form.far", { n: far.answered, all: far.all }); }
  if (mark === "held" && record.reason) return reason(record);
  if (record) return t("form.made", { time: clockTime(record.act.made_at) });
  if (laid && laid.state === "begun") return t("form.begun");
  if (laid && laid.last && !laid.by) return t("form.before", { day: laid.last.on });
  if (laid && laid.by) return t("form.by", { day: laid.by.slice(5) });
  return "";
}

/** One form as a line; a tap opens it. What is finished at the office, or not owed, is only told. */
function line(app, packet, one) {
  const open = one.form && !["received"].includes(one.mark) ? () => app.goTo(one.form.key) : () => app.openLaid(packet.id, one.laid.key);
  const closed = one.mark === "entered" || (one.mark === "received" && one.laid && one.laid.act === "review");
  const body = [
    h("span", { class: "who" }, h("b", {}, packet.kind === "review" ? packet.person.name : nameOf(app, one)),
      h("span", { class: "soft small" }, [packet.kind === "review" ? packet.person.address : "", facts(app, one)].filter(Boolean).join(" · "))),
    formMark(one.mark),
  ];
  const key = one.form ? one.form.key : one.laid.key;
  return h("li", {}, closed ? h("div", { class: "row form-row", "data-form-row": key }, body)
    : h("button", { type: "button", class: "row form-row", onclick: open, "data-form-row": key }, body));
}

function reviews(app, packets) {
  if (!packets.length) return null;
  const lines = packets.map((packet) => [packet, linesOf(packet, app.forms, app.records, app.epoch)]);
  const owed = lines.flatMap(([, found]) => found).filter((one) => ["due", "open"].includes(one.mark)).length;
  return h("section", { class: "card" },
    h("h2", {}, t("form.reviews", { month: packets[0].forms[0].month })),
    h("p", { class: "soft" }, owed ? t("form.reviews.owed", { n: owed }) : t("form.reviews.none")),
    h("ol", { class: "doors" }, lines.flatMap(([packet, found]) => found.map((one) => line(app, packet, one)))));
}

function other(app, packet) {
  const taken = new Set(linesOf(packet, app.forms, app.records, app.epoch).map((one) => (one.form ? one.form.definition.code : one.laid.instrument.split("@")[0])));
  for (const laid of packet.visit ? packet.forms : []) taken.add(laid.instrument.split("@")[0]);
  const choices = app.table.offered.filter((id) => !taken.has(app.table.instruments[id].code));
  if (!packet.offers || !choices.length) return null;
  return h("details", { open: !taken.size || app.unfolded === packet.id }, h("summary", { onclick: (event) => { app.unfolded = event.currentTarget.parentElement.open ? null : packet.id; } }, t(taken.size ? "form.other" : "form.choose")),
    h("div", { class: "stack" }, choices.map((id) => button(said(app.table.instruments[id]), () => app.openOther(packet.id, id), { class: "left", "data-offer": id }))));
}

/** A home visit of an intake as one line: a tap opens it. */
function visitLine(app, packet, visit) {
  const { state, record } = visit ? stateOf(visit, app.records, app.epoch) : { state: "due", record: null };
  const found = visit ? partsOf(visit, app.formsOf(visit)) : [];
  const far = state === "open" ? t("form.far", { n: found.filter((part) => part.done).length, all: found.length }) : state === "held" && record.reason ? reason(record) : "";
  const open = packet ? () => app.openVisit(packet.id) : () => app.goVisit(visit.key);
  return h("button", { type: "button", class: "row form-row", "data-visit-row": visit ? visit.key : keyOf(packet), onclick: open },
    h("span", { class: "who" }, h("b", {}, t("visit.title")), h("span", { class: "soft small" }, [packet ? packet.visit.number : visit.person.name, far].filter(Boolean).join(" · "))), formMark(state));
}

const visitOf = (app, packet) => app.visits.find((visit) => visit.packet === packet.id) || null;

function leftVisits(app) {
  const found = app.visits.filter((visit) => !app.table.packets.some((packet) => packet.id === visit.packet));
  return found.length ? h("section", { class: "card" }, h("h2", {}, t("form.left")), h("ol", { class: "doors" }, found.map((visit) => h("li", {}, visitLine(app, null, visit))))) : null;
}

function atTable(app, packet) {
  const age = packet.person.age ? [" ", h("span", { class: "soft age" }, t("years", { n: packet.person.age }))] : null;
  return h("section", { class: "card", "data-packet": packet.id },
    h("h2", { class: "elder" }, packet.person.name, age),
    h("p", { class: "addr" }, packet.person.address),
    packet.visit ? visitLine(app, packet, visitOf(app, packet)) : null,
    h("ol", { class: "doors" }, linesOf(packet, app.forms, app.records, app.epoch).map((one) => line(app, packet, one))),
    other(app, packet));
}

/** Begun, and its packet is not here any more (another day, another carer): it is finished and sent all the same. */
function left(app, forms) {
  if (!forms.length) return null;
  const lines = forms.map((form) => { const packet = { id: form.packet, kind: "review", person: form.person, forms: [] }; return [packet, linesOf(packet, [form], app.records, app.epoch)[0]]; });
  return h("section", { class: "card" }, h("h2", {}, t("form.left")), h("ol", { class: "doors" }, lines.map(([packet, one]) => line(app, packet, one))));
}

export function forms(app) {
  const { packets } = app.table;
  if (!packets.length && !app.forms.length && !app.visits.length) return h("p", { class: "empty" }, t(app.table.user === null ? "form.none.yet" : "form.none"));
  const table = packets.filter((packet) => packet.kind !== "review");
  return [
    table.length ? h("h2", { class: "trip-head" }, t("form.table")) : null,
    table.map((packet) => atTable(app, packet)),
    reviews(app, packets.filter((packet) => packet.kind === "review")),
    leftVisits(app),
    left(app, leftOver(app.table, app.forms)),
  ];
}
