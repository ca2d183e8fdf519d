// What opens over the day: telephone numbers, "nobody answers", a concern, a note.

import { button, h } from "../dom.js";
import { said, t } from "../words.js";

export const CONCERNS = ["body", "mood", "home", "money", "family", "other"];

export function frame(app, title, stop, ...body) {
  const who = h("p", { class: "soft" }, stop.elder.name, " · ", stop.elder.address);
  return h("section", { class: "panel", role: "dialog", "aria-modal": "true", "aria-label": `${title} ${stop.elder.name}` },
    h("div", { class: "panel-head" }, h("div", {}, h("h1", { tabindex: "-1" }, title), who), button(t("close"), () => app.close())),
    body);
}

/** A number as it is read aloud: 138 1700 1234, 021-6512 3456. */
const aloud = (phone) => phone.replace(/^(1\d{2})(\d{4})(\d{4})$/, "$1 $2 $3").replace(/^(010|02\d)(\d{4})(\d{4})$/, "$1-$2 $3");

const callLine = (label, phone) => h("a", { class: "button call", href: `tel:${phone.replace(/[^\d+]/g, "")}` }, h("span", {}, label), h("span", { class: "num nowrap" }, aloud(phone)));

/** Every number of a door in the order in which to ring: her own, those to call, the duty desk. */
export function callLines(app, stop) {
  const own = (stop.elder.phones || []).map((phone) => callLine(`${stop.elder.name} · ${t("calls.elder")}`, phone));
  const others = (stop.contacts || []).map((c) => callLine([c.name, said(c.relation)].filter(Boolean).join(" · "), c.phone));
  const desk = app.day && app.day.duty_phone ? [callLine(t("calls.office"), app.day.duty_phone)] : [];
  const lines = [...own, ...others, ...desk];
  return lines.length ? h("div", { class: "calls" }, lines) : h("p", { class: "empty" }, t("calls.none"));
}

export function calls(app, stop) {
  return frame(app, t("calls.title"), stop, callLines(app, stop));
}

export function nobody(app, stop) {
  return frame(app, t("nobody.title"), stop,
    h("p", {}, t("nobody.hint")),
    h("div", { class: "stack" },
      button(t("calls"), () => app.open("calls", stop)),
      button(t("nobody.yes"), () => app.tapDoor("nobody", stop), { class: "main tall" })));
}

export function concern(app, stop) {
  const chosen = { category: null, severity: "soon" };
  const complaint = h("p", { class: "error", role: "alert" });
  const text = h("textarea", { rows: "3", maxlength: "500", id: "concern-text" });
  const pick = (group, values, label) => h("div", { class: group, role: "group" }, values.map((value) => h("button", {
    type: "button", "aria-pressed": chosen[group] === value ? "true" : "false", "data-value": value,
    onclick: (event) => {
      chosen[group] = value;
      for (const other of event.currentTarget.parentNode.children) other.setAttribute("aria-pressed", String(other.dataset.value === value));
    },
  }, t(label(value)))));
  const send = () => {
    if (!chosen.category) { complaint.textContent = t("concern.choose"); return undefined; }
    return app.report(stop, { ...chosen, text: text.value.trim() || t(`concern.${chosen.category}`) });
  };
  return frame(app, t("concern.title"), stop,
    pick("category", CONCERNS, (value) => `concern.${value}`),
    h("h2", {}, t("concern.when")),
    pick("severity", ["now", "soon"], (value) => `concern.${value}`),
    h("p", { class: "soft small" }, t("concern.120")),
    h("label", { for: "concern-text" }, t("concern.text")), text, complaint,
    button(t("concern.send"), send, { class: "main tall" }));
}

export function note(app, stop) {
  const complaint = h("p", { class: "error", role: "alert" });
  const text = h("textarea", { rows: "5", maxlength: "500", id: "note-text" });
  const save = () => {
    if (!text.value.trim()) { complaint.textContent = t("note.empty"); return undefined; }
    return app.writeNote(stop, text.value);
  };
  return frame(app, t("note.title"), stop,
    h("label", { for: "note-text" }, t("note.text")), text, complaint,
    button(t("note.save"), save, { class: "main tall" }));
}
