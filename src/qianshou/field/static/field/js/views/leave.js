// Leave on the carer's own page: what she asked for and how it was answered, and asking for more.

import { officeDate } from "../day.js";
import { button, h } from "../dom.js";
import { asksOf, daysOf, faultOf, mayTakeBack } from "../leave.js";
import { reason, said, t } from "../words.js";

const TONES = { saved: "hole", waiting: "hole", held: "late", open: "due", granted: "done", refused: "late", cancelled: "" };
const HALVES = ["", "morning", "afternoon"];

const asksNow = (app) => asksOf(app.day.leave, app.records, app.epoch);

function daysText({ first, last, half }) {
  if (first !== last) return `${first.slice(5)} – ${last.slice(5)}`;
  return half ? `${first.slice(5)} ${t(`away.half.${half}`)}` : first.slice(5);
}

function askLine(app, one) {
  const kind = app.day.leave.kinds.find((known) => known.code === one.kind);
  const more = one.mark === "held" ? reason(one.record) : one.answer;
  return h("li", { class: "leave-line", "data-mark": one.mark },
    h("p", { class: "lead" }, h("b", { class: "num" }, daysText(one)), h("span", { class: `state ${TONES[one.mark]}` }, t(`away.state.${one.mark}`))),
    h("p", {}, [kind ? said(kind) : one.kind, t("away.days", { n: one.days })].join(" · ")),
    one.text ? h("p", { class: "soft small" }, one.text) : null,
    more ? h("p", { class: one.mark === "granted" ? "soft" : "error" }, more) : null,
    mayTakeBack(one) ? button(t("away.back"), () => app.takeBack({ id: one.id }), { class: "quiet wide-one" }) : null);
}

export function leave(app) {
  const sum = app.day && app.day.leave;
  if (!sum) return null;
  const asks = asksNow(app);
  return h("section", { class: "card leaves" },
    h("h2", {}, t("away.title")),
    asks.length ? h("ol", { class: "doors" }, asks.map((one) => askLine(app, one))) : h("p", { class: "soft" }, t("away.none")),
    button(t("away.ask"), () => app.open("askLeave", null)));
}

const choice = (id, options) => h("select", { id }, options.map(([value, label]) => h("option", { value }, label)));

/** The panel in which she asks: what kind, whole days or half of one, which days, and why if she likes. */
export function askLeave(app) {
  const sum = app.day.leave;
  const today = officeDate(Date.now());
  const complaint = h("p", { class: "error", role: "alert" });
  const paper = h("p", { class: "soft small", role: "status" });
  const kind = choice("leave-kind", [["", t("away.choose")], ...sum.kinds.map((one) => [one.code, said(one)])]);
  const half = choice("leave-half", HALVES.map((code) => [code, t(`away.half.${code || "whole"}`)]));
  const first = h("input", { type: "date", id: "leave-first", value: today });
  const last = h("input", { type: "date", id: "leave-last", value: today });
  const until = h("div", {}, h("label", { for: "leave-last" }, t("away.last")), last);
  const text = h("textarea", { rows: "3", maxlength: "200", id: "leave-text" });
  const entry = () => ({ leave: kind.value, first: first.value, last: half.value ? first.value : last.value, half: half.value });
  const follow = () => {
    complaint.textContent = "";
    if (last.value < first.value) last.value = first.value;
    until.hidden = Boolean(half.value);
    const known = sum.kinds.find((one) => one.code === kind.value);
    const days = entry().first && entry().last ? daysOf(entry()) : 0;
    paper.textContent = known && known.paper && days >= known.paper ? t("away.paper", { n: known.paper }) : "";
  };
  for (const field of [kind, half, first, last]) field.addEventListener("change", follow);
  const send = () => {
    const fault = faultOf(entry(), asksNow(app));
    if (fault) { complaint.textContent = t(...fault); return undefined; }
    return app.askForLeave({ ...entry(), text: text.value.trim() });
  };
  return h("section", { class: "panel", role: "dialog", "aria-modal": "true", "aria-label": t("away.ask") },
    h("div", { class: "panel-head" }, h("h1", { tabindex: "-1" }, t("away.ask")), button(t("close"), () => app.close())),
    h("label", { for: "leave-kind" }, t("away.kind")), kind, paper,
    h("label", { for: "leave-half" }, t("away.long")), half,
    h("label", { for: "leave-first" }, t("away.first")), first, until,
    h("label", { for: "leave-text" }, t("away.why")), text, complaint,
    button(t("away.send"), send, { class: "main tall" }),
    h("p", { class: "soft small" }, t("away.hint")));
}
