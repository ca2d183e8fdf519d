// A home visit of an intake: its parts with how far each is, and the parts that are no forms: application, consents, signatures.

import { button, h } from "../dom.js";
import { stateOf } from "../forms/forms.js";
import { partsOf } from "../forms/visits.js";
import { signaturePad } from "../signature.js";
import { said, spoken, t } from "../words.js";

const inWords = (one, name) => one[`${name}_${spoken() === "en" ? "en" : "zh"}`];

/** Draw the part that is open. */
export function visitPage(app, visit) {
  const { state } = stateOf(visit, app.records, app.epoch);
  const at = state === "open" ? visit.at : "parts";
  const leave = at === "parts" ? button(t("form.leave"), () => app.goVisit(null), { class: "quiet" }) : button(t("visit.parts"), () => app.goPart(visit, "parts"), { class: "quiet" });
  return h("article", { class: "form", "data-visit": visit.key, "data-part-open": at },
    h("header", { class: "form-head" }, h("div", {}, h("h2", { class: "elder" }, visit.person.name), h("p", { class: "soft" }, `${t("visit.title")} · ${visit.laid.number}`)), leave),
    state === "open" ? { parts, application, consents, sign }[at](app, visit) : h("p", { class: "card" }, t(`form.state.${state}`)));
}

function parts(app, visit) {
  const complaint = h("p", { class: "error", role: "alert", id: "visit-complaint" });
  const found = partsOf(visit, app.formsOf(visit));
  const open = (part) => (part.form ? app.goTo(part.form.key) : app.goPart(visit, part.code));
  const row = (part) => h("li", {}, h("button", { type: "button", class: "row form-row", "data-part": part.form ? part.form.definition.code : part.code, "data-done": String(part.done), onclick: () => open(part) },
    h("span", { class: "who" }, h("b", {}, part.form ? said(part.form.definition) : t(`visit.${part.code}`)), part.all > 1 ? h("span", { class: "soft small num" }, t("form.far", { n: part.n, all: part.all })) : null),
    h("span", { class: `state ${part.done ? "done" : part.n ? "hole" : "due"}` }, t(part.done ? "visit.done" : part.n ? "visit.begun" : "form.state.due"))));
  const missing = found.filter((part) => !part.done);
  return [
    door(visit),
    h("section", { class: "card" }, h("ol", { class: "doors" }, found.map(row)), h("p", { class: "soft small", role: "status" }, t(app.formKept ? "form.kept" : "form.loose"))),
    h("section", { class: "card" }, field("visit-note", t("form.note"), 500, visit.note, (note) => app.changeVisit(visit, { note }))),
    missing.length ? h("p", { class: "soft", "data-missing": String(missing.length) }, t("visit.missing")) : h("p", { class: "state done" }, t("visit.complete")),
    complaint,
    h("div", { class: "stack form-send" }, button(t("visit.send"), async () => { const why = await app.sendVisit(visit); if (why) complaint.textContent = t(why); }, { class: "main tall" })),
  ];
}

function door(visit) {
  const { access, telephones, may_sign: others } = visit.laid;
  return h("section", { class: "card" },
    h("p", { class: "addr" }, visit.person.address), access ? h("p", {}, access) : null,
    telephones.map((number) => h("a", { class: "button call", href: `tel:${number}` }, t("visit.call"), h("span", { class: "num" }, number))),
    others.length > 1 ? h("p", { class: "soft small" }, others.slice(1).map((one) => [one.name, one.relation].filter(Boolean).join(" ")).join(" · ")) : null);
}

const field = (id, label, most, value, keep) => [h("label", { for: id }, label), h("input", { id, maxlength: String(most), autocomplete: "off", value: value || "", oninput: (event) => keep(event.target.value) })];

/** Several of a list: a tap puts one in or takes it out. `chosen()` is asked anew each time. */
function several(id, label, options, chosen, keep) {
  const toggle = (code) => (event) => {
    const next = chosen().includes(code) ? chosen().filter((one) => one !== code) : [...chosen(), code];
    keep(next);
    event.currentTarget.setAttribute("aria-pressed", String(next.includes(code)));
  };
  return [h("h3", { id }, label), h("div", { class: "answers", role: "group", "aria-labelledby": id }, options.map((one) => h("button", { type: "button", "data-choice": one.code, "aria-pressed": String(chosen().includes(one.code)), onclick: toggle(one.code) }, h("span", {}, said(one)))))];
}

function application(app, visit) {
  const now = () => app.visitOpen() || visit;
  const change = (changes) => app.changeVisit(visit, { application: { ...now().application, ...changes } });
  const about = (name, label, most) => field(`visit-${name}`, label, most, visit.application[name], (value) => change({ [name]: value }));
  return [
    h("h2", { class: "section" }, t("visit.application")),
    h("section", { class: "card" },
      h("label", { for: "visit-wishes" }, t("visit.wishes")),
      h("textarea", { id: "visit-wishes", rows: "3", maxlength: "500", oninput: (event) => change({ wishes: event.target.value }) }, visit.application.wishes),
      several("wished", t("visit.wished"), visit.laid.services, () => now().application.wished, (wished) => change({ wished }))),
    h("section", { class: "card" }, h("h3", {}, t("visit.applicant")),
      visit.application.applicant === "self" ? null : [about("name", t("visit.name"), 60), about("relation", t("sign.relation"), 20)], about("phone", t("visit.phone"), 30)),
    h("section", { class: "card" }, several("papers", t("visit.papers"), visit.laid.papers.filter((one) => !one.there), () => now().papers, (papers) => app.changeVisit(visit, { papers }))),
    back(app, visit),
  ];
}

function consents(app, visit) {
  const now = () => app.visitOpen() || visit;
  const answers = [["given", t("visit.yes")], ["refused", t("visit.no")], ["later", t("visit.later")]];
  const one = (purpose) => {
    const choose = (value) => (event) => {
      app.changeVisit(visit, { consents: { ...now().consents, [purpose.code]: value } });
      for (const other of event.currentTarget.parentElement.children) other.setAttribute("aria-pressed", String(other.dataset.answer === value));
    };
    const fact = (label, name) => (inWords(purpose, name) ? h("p", {}, h("b", {}, label), " ", inWords(purpose, name)) : null);
    return h("section", { class: "card question", "data-purpose": purpose.code },
      h("h3", { id: `p-${purpose.code}` }, said(purpose)),
      fact(t("visit.what"), "data"), fact(t("visit.why"), "why"), fact(t("visit.who"), "who"),
      h("div", { class: "options", role: "group", "aria-labelledby": `p-${purpose.code}` }, answers.map(([value, label]) => h("button", {
        type: "button", "data-answer": value, "aria-pressed": String(visit.consents[purpose.code] === value), onclick: choose(value),
      }, label))));
  };
  return [h("h2", { class: "section" }, t("visit.consents")), h("p", { class: "soft" }, t("visit.consents.hint")), visit.laid.purposes.map(one), back(app, visit)];
}

function sign(app, visit) {
  const now = () => app.visitOpen() || visit;
  const pad = (who) => h("div", { "data-sign": who }, signaturePad({ value: visit.signatures[who], label: t(`visit.sign.${who}`), onChange: (value) => app.changeVisit(visit, { signatures: { ...now().signatures, [who]: value } }) }));
  return [h("h2", { class: "section" }, t("visit.sign")), h("p", { class: "soft" }, t("visit.sign.hint")), pad("person"), pad("assessor"), back(app, visit)];
}

const back = (app, visit) => h("div", { class: "acts form-moves" }, h("span", {}), button(t("visit.next"), () => app.goPart(visit, "parts"), { class: "main tall" }));
