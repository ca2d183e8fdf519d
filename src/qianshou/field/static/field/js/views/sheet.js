// The carer's month on the attendance sheet: hours, days with something missing, and asking for a correction.

import { button, h } from "../dom.js";
import { t } from "../words.js";

const hours = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

const dayLine = (one) => h("li", { class: "plain" },
  h("span", { class: "num" }, one.day.slice(5)),
  h("span", { class: "who" }, one.flags.map((flag) => t(`sheet.${flag}`)).join(" · ")));

const askedLine = (one) => h("li", { class: "plain" },
  h("span", { class: "num" }, one.day.slice(5)),
  h("span", { class: "who" }, h("b", {}, t(`sheet.${one.state}`)),
    h("span", { class: "soft small" }, [[one.came, one.went].filter(Boolean).join("–"), one.text, one.answer].filter(Boolean).join(" → "))));

const SHOWN = 5; // days with something missing that stand open; a month of them would push everything else off the page

/** The last days that want a look, and the earlier ones behind one line. */
function toCheck(app, days) {
  const earlier = days.slice(0, -SHOWN);
  const list = (some) => h("ol", { class: "doors" }, some.map(dayLine));
  if (!earlier.length) return list(days);
  const fold = (event) => { app.unfolded = event.currentTarget.parentElement.open ? null : "sheet"; };
  return [list(days.slice(-SHOWN)),
    h("details", { open: app.unfolded === "sheet" }, h("summary", { onclick: fold }, t("sheet.earlier", { n: earlier.length })), list(earlier))];
}

export function sheet(app) {
  const sum = app.day && app.day.sheet;
  if (!sum) return null;
  return h("section", { class: "card attendance" },
    h("h2", {}, t("sheet.title")),
    h("p", { class: "num" }, t("sheet.sum", { hours: hours(sum.minutes), days: sum.days, leave: sum.leave })),
    sum.overtime ? h("p", { class: "num" }, t("sheet.overtime", { hours: hours(sum.overtime) })) : null,
    sum.check.length ? toCheck(app, sum.check) : h("p", { class: "soft" }, t("sheet.whole")),
    sum.corrections.length ? h("ol", { class: "doors" }, sum.corrections.map(askedLine)) : null,
    button(t("sheet.ask"), () => app.open("correction", null)));
}

/** The panel in which she says when she came and went. */
export function correction(app) {
  const complaint = h("p", { class: "error", role: "alert" });
  const today = app.day.days[0].date;
  const missing = app.day.sheet && app.day.sheet.check.length ? app.day.sheet.check[app.day.sheet.check.length - 1].day : today;
  const day = h("input", { type: "date", id: "correction-day", max: today, value: missing });
  const came = h("input", { type: "time", id: "correction-came" });
  const went = h("input", { type: "time", id: "correction-went" });
  const text = h("textarea", { rows: "3", maxlength: "500", id: "correction-text" });
  const send = () => {
    if (!day.value || (!came.value && !went.value)) { complaint.textContent = t("sheet.notime"); return undefined; }
    if (!text.value.trim()) { complaint.textContent = t("sheet.noreason"); return undefined; }
    return app.correctDay({ day: day.value, came: came.value, went: went.value, text: text.value.trim() });
  };
  return h("section", { class: "panel", role: "dialog", "aria-modal": "true", "aria-label": t("sheet.ask") },
    h("div", { class: "panel-head" }, h("h1", { tabindex: "-1" }, t("sheet.ask")), button(t("close"), () => app.close())),
    h("label", { for: "correction-day" }, t("points.day")), day,
    h("label", { for: "correction-came" }, t("sheet.came")), came,
    h("label", { for: "correction-went" }, t("sheet.went")), went,
    h("label", { for: "correction-text" }, t("sheet.why")), text, complaint,
    button(t("points.send"), send, { class: "main tall" }));
}
