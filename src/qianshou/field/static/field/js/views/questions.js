// One question of a form and its answers, large enough for a finger. Drawn once; a tap changes only what it has to.

import { h } from "../dom.js";
import { said, spoken, t } from "../words.js";

const hintOf = (item) => (spoken() === "en" ? item.hint_en : item.hint_zh) || "";

/** What was answered in the form before: shown, never filled in. */
function before(form, item) {
  const value = form.last && form.last.answers[item.code];
  if (value === undefined || value === null || item.kind === "text") return null;
  const words = [].concat(value).map((code) => { const one = item.answers.find((answer) => answer.code === code); return one ? said(one) : String(code); });
  return h("p", { class: "soft small" }, t("form.last", { day: form.last.on, what: words.join("、") }));
}

const isChosen = (form, item, code) => [].concat(form.answers[item.code] || []).includes(code);

function options(app, form, item, changed) {
  const group = h("div", { class: "answers", role: "group", "aria-labelledby": `q-${item.code}` }, item.answers.map((answer) => h("button", {
    type: "button", "data-answer": answer.code, "aria-pressed": String(isChosen(form, item, answer.code)),
    onclick: () => {
      const now = app.answer(form, item, answer.code);
      for (const one of group.children) one.setAttribute("aria-pressed", String(isChosen(now, item, one.dataset.answer)));
      changed();
    },
  }, h("span", {}, said(answer)))));
  return group;
}

function words(app, form, item, changed) {
  return h("textarea", {
    rows: "4", maxlength: "2000", "aria-labelledby": `q-${item.code}`, "data-words": item.code,
    oninput: (event) => { app.answer(form, item, event.target.value); changed(); },
  }, form.answers[item.code] || "");
}

function number(app, form, item, changed) {
  return h("input", {
    type: "number", inputmode: "numeric", min: String(item.least), max: String(item.most), class: "num", "aria-labelledby": `q-${item.code}`, "data-number": item.code,
    value: form.answers[item.code] === undefined ? "" : String(form.answers[item.code]),
    oninput: (event) => { const text = event.target.value.trim(); app.answer(form, item, text === "" ? null : Number(text)); changed(); },
  });
}

/** A question. `changed()` is told after each answer. */
export function question(app, form, item, changed) {
  const field = { choice: options, many: options, text: words, number }[item.kind];
  return h("section", { class: "card question", "data-item": item.code },
    h("h3", { id: `q-${item.code}` }, said(item), item.optional ? h("span", { class: "soft small" }, ` ${t("form.optional")}`) : null, item.kind === "many" ? h("span", { class: "soft small" }, ` ${t("form.many")}`) : null),
    hintOf(item) ? h("p", { class: "soft" }, hintOf(item)) : null,
    item.kind === "number" ? h("p", { class: "soft small num" }, t("form.between", { least: item.least, most: item.most })) : null,
    before(form, item),
    field(app, form, item, changed),
    h("p", { class: "error", role: "alert", "data-fault": item.code }));
}
