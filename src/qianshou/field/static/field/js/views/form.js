// One form in large print: a section at a time, how far one is, and the last page with what is missing, the points, and sending it.

import { button, fill, h } from "../dom.js";
import { openQuestions, progressOf, stateOf } from "../forms/forms.js";
import { score, sectionPoints } from "../forms/score.js";
import { signaturePad } from "../signature.js";
import { said, t } from "../words.js";
import { question } from "./questions.js";

const sectionsOf = (form) => form.definition.sections;
const isEnd = (form) => form.at >= sectionsOf(form).length;

/** Draw a form. It is not drawn over while somebody fills it in: `follow` changes what must change. */
export function formPage(app, form) {
  const { state } = stateOf(form, app.records, app.epoch);
  const page = h("article", { class: "form", "data-form": form.key, "data-at": String(form.at) },
    h("header", { class: "form-head" },
      h("div", {}, h("h2", { class: "elder" }, form.person.name), h("p", { class: "soft" }, [said(form.definition), form.month].filter(Boolean).join(" · "))),
      form.visit ? button(t("visit.parts"), () => app.goVisit(form.visit), { class: "quiet" }) : button(t("form.leave"), () => app.goTo(null), { class: "quiet" })),
    state === "open" ? body(app, form) : h("p", { class: "card" }, t(`form.state.${state}`)));
  return page;
}

function body(app, form) {
  const changed = () => follow(app);
  const section = sectionsOf(form)[form.at];
  return [
    h("nav", { class: "steps", "aria-label": t("form.sections") }, steps(app, form)),
    h("p", { class: "soft small", id: "form-far", role: "status" }, far(app, form)),
    isEnd(form) ? end(app, form, changed) : [
      h("h2", { class: "section" }, said(section)),
      form.definition.items.filter((item) => item.section === section.code).map((item) => question(app, form, item, changed)),
    ],
    h("div", { class: "acts form-moves" },
      form.at > 0 ? button(t("form.back"), () => app.goSection(form, form.at - 1), { class: "tall" }) : h("span", {}),
      isEnd(form) ? null : button(t("form.next"), () => app.goSection(form, form.at + 1), { class: "main tall" })),
  ];
}

function steps(app, form) {
  const chip = (label, at, count) => h("button", { type: "button", class: "step", "aria-current": form.at === at ? "step" : null, onclick: () => app.goSection(form, at), "data-step": String(at) },
    h("span", {}, label), count ? h("span", { class: "num small", "data-count": "" }, count) : null);
  const counted = sectionsOf(form).map((section, at) => { const one = progressOf(form, section.code); return chip(said(section), at, one.all ? `${one.answered}/${one.all}` : ""); });
  return [...counted, chip(t("form.end"), sectionsOf(form).length, "")];
}

function far(app, form) {
  const { answered, all } = progressOf(form);
  return `${t("form.far", { n: answered, all })} · ${t(app.formKept ? "form.kept" : "form.loose")}`;
}

/** After an answer: counts, what is missing, points. Nobody's finger or text is disturbed. */
export function follow(app) {
  const form = app.formOpen();
  const place = document.getElementById("form-far");
  if (!form || !place) return;
  place.textContent = far(app, form);
  const counts = document.querySelectorAll(".steps [data-count]");
  sectionsOf(form).filter((section) => progressOf(form, section.code).all).forEach((section, n) => {
    const one = progressOf(form, section.code);
    if (counts[n]) counts[n].textContent = `${one.answered}/${one.all}`;
  });
  const wrong = new Map(openQuestions(form).filter((fault) => fault.why !== "missing").map((fault) => [fault.item, fault.why]));
  for (const told of document.querySelectorAll("[data-fault]")) told.textContent = wrong.has(told.dataset.fault) ? t(`form.fault.${wrong.get(told.dataset.fault)}`) : "";
  const result = document.getElementById("form-result");
  if (result) fill(result, resultOf(form));
}

function missing(app, form) {
  const faults = openQuestions(form);
  const items = form.definition.items.filter((item) => faults.some((fault) => fault.item === item.code));
  if (!items.length) return h("p", { class: "state done" }, t("form.complete"));
  const at = (item) => sectionsOf(form).findIndex((section) => section.code === item.section);
  return h("section", { class: "card", "data-missing": String(items.length) },
    h("h3", {}, t("form.missing", { n: items.length })),
    h("div", { class: "stack" }, items.map((item) => button(said(item), () => app.goSection(form, at(item)), { class: "left" }))));
}

function changes(app, form, changed) {
  if (form.act === "review" || !form.definition.changes.length) return null;
  const toggle = (code) => (event) => {
    const now = app.formOpen().changes;
    const next = now.includes(code) ? now.filter((one) => one !== code) : [...now, code];
    app.changeForm(form, { changes: next });
    event.currentTarget.setAttribute("aria-pressed", String(next.includes(code)));
    changed();
  };
  return h("section", { class: "card" }, h("h3", { id: "reasons" }, t("form.changes")),
    h("div", { class: "answers", role: "group", "aria-labelledby": "reasons" }, form.definition.changes.map((one) => h("button", { type: "button", "data-change": one.code, "aria-pressed": String(form.changes.includes(one.code)), onclick: toggle(one.code) }, h("span", {}, said(one))))));
}

function resultOf(form) {
  const { definition } = form;
  if (!definition.most) return null;
  const parts = sectionsOf(form).map((section) => [section, sectionPoints(definition, section, form.answers)]).filter(([, points]) => points !== null);
  const found = score(definition, form.answers, form.changes);
  const band = found && definition.bands.find((one) => one.level === found.level);
  return h("section", { class: "card", "data-total": found ? String(found.total) : "", "data-level": found && found.level !== null ? String(found.level) : "" },
    h("h3", {}, t("form.points")),
    parts.map(([section, points]) => h("p", {}, said(section), " ", h("b", { class: "num" }, t("form.of", { n: points, most: section.most })))),
    found ? h("p", { class: "big" }, t("form.total"), " ", h("b", { class: "num" }, t("form.of", { n: found.total, most: definition.most })), band ? ` · ${said(band)}` : "") : h("p", { class: "soft" }, t("form.total.later")),
    found && found.reasons.length ? h("p", {}, t("form.worse", { why: definition.changes.filter((one) => found.reasons.includes(one.code)).map(said).join("、") })) : null,
    found ? h("p", { class: "soft small" }, t("form.office")) : null);
}

const field = (id, label, most, value, keep) => [h("label", { for: id }, label), h("input", { id, maxlength: String(most), autocomplete: "off", value, oninput: (event) => keep(event.target.value) })];

function end(app, form, changed) {
  const complaint = h("p", { class: "error", role: "alert", id: "form-complaint" }, app.complained ? t("form.missing.first") : "");
  const send = (finish) => async () => { const why = await app.sendForm(form, finish); if (why) complaint.textContent = t(why === "form.missing" ? "form.missing.first" : why); };
  return [
    h("h2", { class: "section" }, t("form.end")),
    missing(app, form),
    changes(app, form, changed),
    h("div", { id: "form-result" }, resultOf(form)),
    h("section", { class: "card" },
      form.act === "review" ? null : field("form-second", t("form.second"), 60, form.second, (second) => app.changeForm(form, { second })),
      field("form-note", t("form.note"), 500, form.note, (note) => app.changeForm(form, { note }))),
    form.act === "review" || form.visit ? null : signaturePad({ value: form.signature, label: t("form.signature"), onChange: (signature) => app.changeForm(form, { signature }) }),
    form.visit ? button(t("visit.next"), () => app.goVisit(form.visit), { class: "main tall" }) : sending(app, form, send, complaint),
  ];
}

function sending(app, form, send, complaint) {
  return [
    complaint,
    h("div", { class: "stack form-send" },
      button(t("form.send"), send(true), { class: "main tall" }),
      form.act === "review" ? null : button(t("form.half"), send(false), { class: "tall" }),
      button(t("form.drop"), () => { if (window.confirm(t("form.drop.sure"))) return app.dropForm(form); return undefined; }, { class: "quiet tall" })),
  ];
}
