// The carer's points: today's doors with every reason, the month, and saying that a day is not right.

import { button, h } from "../dom.js";
import { said, t } from "../words.js";

const signed = (n) => (n > 0 ? `+${n}` : `−${Math.abs(n)}`);

function taskLine(task, today) {
  return h("li", { class: "plain" },
    h("span", { class: "num" }, signed(task.points)),
    h("span", { class: "who" }, h("b", {}, task.who || ""), task.day && task.day !== today ? h("span", { class: "num soft small" }, ` ${task.day.slice(5)}`) : null,
      h("span", { class: "soft small" }, task.reasons.map((reason) => `${said(reason)} ${signed(reason.points)}`).join(" · "))));
}

const objectionLine = (one) => h("li", { class: "plain" },
  h("span", { class: "num" }, one.day.slice(5)),
  h("span", { class: "who" }, h("b", {}, t(`points.${one.state}`)), h("span", { class: "soft small" }, [one.text, one.answer].filter(Boolean).join(" → "))));

export function points(app) {
  const sum = app.day && app.day.points;
  if (!sum) return null;
  return h("section", { class: "card points" },
    h("h2", {}, t("points.title")),
    h("p", { class: "big num" }, t("points.month", { n: sum.month })),
    h("p", { class: "num" }, t("points.today", { n: sum.today })),
    sum.tasks.length ? h("ol", { class: "doors" }, sum.tasks.map((task) => taskLine(task, app.day.days[0].date))) : h("p", { class: "soft" }, t("points.none")),
    sum.objections.length ? h("ol", { class: "doors" }, sum.objections.map(objectionLine)) : null,
    button(t("points.object"), () => app.open("objection", null)));
}

/** The panel in which she says what is not right. */
export function objection(app) {
  const complaint = h("p", { class: "error", role: "alert" });
  const today = app.day.days[0].date;
  const day = h("input", { type: "date", id: "objection-day", max: today, value: today });
  const text = h("textarea", { rows: "4", maxlength: "500", id: "objection-text" });
  const send = () => {
    if (!text.value.trim() || !day.value) { complaint.textContent = t("points.empty"); return undefined; }
    return app.objectToPoints(day.value, text.value.trim());
  };
  return h("section", { class: "panel", role: "dialog", "aria-modal": "true", "aria-label": t("points.object") },
    h("div", { class: "panel-head" }, h("h1", { tabindex: "-1" }, t("points.object")), button(t("close"), () => app.close())),
    h("label", { for: "objection-day" }, t("points.day")), day,
    h("label", { for: "objection-text" }, t("points.what")), text, complaint,
    button(t("points.send"), send, { class: "main tall" }));
}
