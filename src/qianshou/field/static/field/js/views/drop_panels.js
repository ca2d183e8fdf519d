// What opens over a driver's door: who took the box, why it was refused, nobody answers and whom to ring.

import { button, h } from "../dom.js";
import { isUnsent } from "../outbox.js";
import { t } from "../words.js";
import { otherAnswers } from "./drop.js";
import { callLines, frame } from "./panels.js";

/** Buttons with ready words, a field for others, and one button that says it. */
function withWords(app, stop, { title, hint, ready, label, empty, kind, send }) {
  const complaint = h("p", { class: "error", role: "alert" });
  const text = h("input", { id: "box-text", maxlength: "200", autocomplete: "off" });
  const say = (words) => {
    if (!words.trim()) { complaint.textContent = t(empty); return undefined; }
    return app.tapBox(kind, stop, words.trim());
  };
  return frame(app, t(title), stop,
    hint ? h("p", {}, t(hint)) : null,
    h("div", { class: "stack" }, ready.map((words) => button(words, () => say(words), { class: "tall" }))),
    h("label", { for: "box-text" }, t(label)), text, complaint,
    button(t(send), () => say(text.value), { class: "main tall" }));
}

export function boxNeighbour(app, stop) {
  const known = (stop.contacts || []).map((c) => c.name).filter(Boolean);
  return withWords(app, stop, { title: "box.neighbour", hint: "box.neighbour.hint", ready: known, label: "box.neighbour.who", empty: "box.neighbour.empty", kind: "meal_neighbour", send: "box.neighbour.yes" });
}

export function boxRefused(app, stop) {
  const ready = ["eaten", "appetite", "taste", "pause"].map((why) => t(`box.refused.${why}`));
  return withWords(app, stop, { title: "box.refused", hint: "box.refused.hint", ready, label: "box.refused.why", empty: "box.refused.empty", kind: "meal_refused", send: "box.refused.yes" });
}

export function boxBack(app, stop) {
  const ready = ["late", "broken", "way"].map((why) => t(`box.back.${why}`));
  return withWords(app, stop, { title: "box.back", hint: "box.back.hint", ready, label: "box.back.why", empty: "box.back.empty", kind: "meal_back", send: "box.back.yes" });
}

export function boxNobody(app, stop) {
  return frame(app, t("nobody.title"), stop,
    h("p", {}, t("box.nobody.hint")),
    h("div", { class: "stack" },
      callLines(app, stop),
      button(t("nobody.yes"), () => app.tapBox("meal_nobody", stop), { class: "main tall" })));
}

export function boxOther(app, stop) {
  return frame(app, t("box.other"), stop, otherAnswers(app, stop));
}

const heard = (app, stop) => !app.records.some((r) => r.act.kind === "meal_nobody" && r.act.payload.order === stop.order && isUnsent(r, app.epoch));

/** After "nobody answers": whom to ring, and whether the office knows yet. The driver goes on. */
export function told(app, stop) {
  return frame(app, t("box.told.title"), stop,
    h("p", { id: "told", class: "net", role: "status" }),
    h("div", { class: "stack" },
      callLines(app, stop),
      button(t("box.on"), () => app.close(), { class: "main tall" })));
}

/** Say in the open panel how things stand, without drawing it over the driver's finger. */
export function followTold(app) {
  const place = document.getElementById("told");
  if (!place || !app.panel || app.panel.name !== "told") return;
  const known = heard(app, app.panel.stop);
  place.textContent = t(known ? "box.told" : "box.told.later");
  place.className = `net ${known ? "done" : "hole"}`;
  place.dataset.heard = String(known);
}
