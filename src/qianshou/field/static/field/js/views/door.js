// One door in big letters, with what can be said there.

import { button, h } from "../dom.js";
import { clockTime } from "../day.js";
import { said, t } from "../words.js";

const TONES = { due: "due", here: "due", saved: "hole", half: "hole", received: "done", waiting: "hole", held: "late", nobody: "late", cancelled: "calm" };

export const mark = (door) => h("span", { class: `state ${TONES[door.mark]}`, "data-mark": door.mark }, t(`state.${door.mark}`));

export const span = (stop) => `${clockTime(stop.from)} – ${clockTime(stop.to)}`;

function facts(stop) {
  const floor = [stop.elder.floor, ...(stop.elder.notes || [])].map(said).filter(Boolean).join(" · ");
  return [
    h("p", { class: "addr" }, stop.elder.address),
    floor ? h("p", { class: "soft" }, floor) : null,
    (stop.family || []).map((text) => h("p", { class: "soft family" }, t("family.says", { text }))),
    stop.elder.key_holder ? h("p", { class: "key" }, t("key", { who: stop.elder.key_holder })) : null,
  ];
}

function work(stop) {
  return [
    h("p", { class: "work" }, h("b", {}, said(stop.service)), ` ${t("minutes", { n: stop.minutes })}`, stop.instructions ? ` · ${stop.instructions}` : ""),
    stop.together && stop.together.length ? h("p", { class: "together" }, t("together", { names: stop.together.join("、") })) : null,
    stop.done_by && stop.done_by.length ? h("p", { class: "together" }, t("done.other", { names: stop.done_by.join("、") })) : null,
  ];
}

function acts(app, door) {
  const { stop, step } = door;
  const finished = step === "done" || step === "half" || step === "nobody" || step === "cancelled";
  const small = [
    finished ? null : button(t("nobody"), () => app.open("nobody", stop)),
    button(t("calls"), () => app.open("calls", stop), { "aria-haspopup": "dialog" }),
    button(t("concern"), () => app.open("concern", stop)),
    button(t("note"), () => app.open("note", stop)),
  ];
  return h("div", { class: "acts" },
    step === "due" ? button(t("arrived"), () => app.tapDoor("arrived", stop), { class: "main wide" }) : null,
    step === "here" ? button(t("done"), () => app.tapDoor("done", stop), { class: "main wide" }) : null,
    step === "due" || step === "here" ? button(t("scan"), () => app.open("scan", stop), { class: "wide scan", "aria-haspopup": "dialog" }) : null,
    small,
    door.last ? button(t("mistake"), () => app.takeBack(door.last), { class: "quiet wide" }) : null);
}

/** The card of one door. `chosen` is true when the person picked it from the list. */
export function doorCard(app, door, chosen) {
  const { stop } = door;
  const lead = door.step === "here" ? t("here") : t(chosen ? "chosen" : "next");
  return h("section", { class: "card next", "data-visit": stop.visit, "data-step": door.step },
    h("p", { class: "soft lead" }, h("span", { class: "num" }, `${lead} · ${span(stop)}`), door.step === "due" ? null : mark(door)),
    h("h2", { class: "elder" }, stop.elder.name, " ", stop.elder.age ? h("span", { class: "soft age" }, t("years", { n: stop.elder.age })) : null),
    facts(stop),
    work(stop),
    acts(app, door),
    chosen ? button(t("open.next"), () => app.choose(null), { class: "quiet wide" }) : null);
}
