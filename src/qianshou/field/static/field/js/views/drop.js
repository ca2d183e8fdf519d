// A driver's door in big letters: whose boxes, and what became of each.

import { clockTime } from "../day.js";
import { button, h } from "../dom.js";
import { asStop, openBoxes } from "../drops.js";
import { said, t } from "../words.js";

const TONES = { due: "due", saved: "hole", waiting: "hole", held: "late", handed: "done", neighbour: "hole", nobody: "late", refused: "hole", back: "calm", cancelled: "calm" };
const COLDEST_C = 20;
const HOTTEST_C = 95;

export const boxMark = (mark) => h("span", { class: `state ${TONES[mark]}`, "data-mark": mark }, t(`box.state.${mark}`));

function stepper(label, shown, less, more, name) {
  return h("div", { class: "stepper", role: "group", "aria-label": label, "data-stepper": name },
    h("span", { class: "what" }, label),
    button("−", less, { "aria-label": `${label} −` }),
    h("output", { class: "num big" }, shown),
    button("+", more, { "aria-label": `${label} +` }));
}

function emptyBoxes(app, box) {
  const n = app.empty(box.order);
  const label = box.empty ? t("box.empty.of", { n: box.empty }) : t("box.empty");
  return stepper(label, String(n), () => app.setEmpty(box.order, n - 1), () => app.setEmpty(box.order, n + 1), "empty");
}

/** Whole degrees: nobody reads tenths at a door. The first touch begins at the least that a box should have. */
function temperature(app, drop) {
  const { door, trip } = drop;
  const held = app.tenthsOf(door);
  const least = trip.hot || 600;
  const step = (by) => app.setTenths(door, held === null ? least : Math.max(COLDEST_C * 10, Math.min(HOTTEST_C * 10, held + by)));
  return [
    stepper(t("box.temperature"), held === null ? "–" : `${held / 10} °C`, () => step(-10), () => step(10), "temperature"),
    held !== null && held < least ? h("p", { class: "error", role: "alert" }, t("box.cold", { n: least / 10 })) : null,
  ];
}

function others(app, stop) {
  const open = (name) => () => app.open(name, stop);
  return [
    button(t("box.neighbour"), open("boxNeighbour"), { "aria-haspopup": "dialog" }),
    button(t("box.nobody"), open("boxNobody"), { "aria-haspopup": "dialog" }),
    button(t("box.refused"), open("boxRefused"), { "aria-haspopup": "dialog" }),
    button(t("box.back"), open("boxBack"), { "aria-haspopup": "dialog" }),
    button(t("calls"), open("calls"), { "aria-haspopup": "dialog" }),
    button(t("concern"), open("concern"), { "aria-haspopup": "dialog" }),
  ];
}

export const otherAnswers = (app, stop) => h("div", { class: "acts" }, others(app, stop));

function who(drop, one) {
  const { box, state } = one;
  const several = drop.boxes.length > 1;
  return h("div", { class: "who-box" },
    h("p", { class: "lead" },
      h("b", { class: several ? "" : "elder" }, state === "cancelled" ? h("s", {}, box.name) : box.name),
      h("span", { class: "num big" }, t("box.boxes", { n: box.boxes })),
      one.mark === "due" ? null : boxMark(one.mark)),
    several && box.door ? h("p", { class: "addr" }, box.door) : null,
    box.floor ? h("p", { class: "soft" }, said(box.floor)) : null,
    box.diet.length ? h("p", { class: "diet" }, t("box.diet", { what: box.diet.map(said).join(" · ") })) : null,
    state !== "planned" && box.note ? h("p", { class: "soft" }, box.note) : null);
}

function answers(app, drop, one) {
  const { box, state, last } = one;
  const stop = asStop(drop.door, box);
  const several = drop.boxes.length > 1;
  const due = state === "planned";
  const retry = state === "nobody" || state === "refused" || state === "back";
  return [
    due || retry ? emptyBoxes(app, box) : null,
    several && (due || retry) ? h("div", { class: "acts" },
      button(t("box.handed"), () => app.tapBox("meal_handed", stop)),
      button(t("box.other"), () => app.open("boxOther", stop), { "aria-haspopup": "dialog" })) : null,
    !several && !due ? h("div", { class: "acts" },
      retry ? button(t("box.handed"), () => app.tapBox("meal_handed", stop), { class: "main wide" }) : null,
      others(app, stop)) : null,
    last ? button(t("mistake"), () => app.takeBack(last), { class: "quiet wide-one" }) : null,
  ];
}

function together(app, drop) {
  const open = openBoxes(drop);
  if (!open.length) return null;
  const stop = asStop(drop.door, open[0].box);
  if (drop.boxes.length > 1) return open.length > 1 ? button(t("box.all", { n: open.length }), () => app.tapAll(drop), { class: "main wide-one big-tap" }) : null;
  return h("div", { class: "acts" }, button(t("box.handed"), () => app.tapBox("meal_handed", stop), { class: "main wide" }), others(app, stop));
}

function scanning(app, drop) {
  const open = openBoxes(drop);
  return open.length ? button(t("scan.box"), () => app.open("scanBox", asStop(drop.door, open[0].box)), { class: "quiet wide-one scan", "aria-haspopup": "dialog" }) : null;
}

/** The card of one door. `chosen` is true when the driver picked it from the list. */
export function dropCard(app, drop, chosen) {
  const { door, trip } = drop;
  const several = drop.boxes.length > 1;
  const measure = door.asks && openBoxes(drop).length ? temperature(app, drop) : null;
  const lead = [t(chosen ? "chosen" : "next"), clockTime(door.at), t("trip.n", { trip: trip.trip })].join(" · ");
  return h("section", { class: "card next drop", "data-door": door.id, "data-finished": String(drop.finished) },
    h("p", { class: "soft lead num" }, lead),
    h("h2", { class: "elder" }, door.address),
    several ? measure : null,
    several ? together(app, drop) : null, // one tap for the whole door, above the people: it must be seen without scrolling
    drop.boxes.map((one) => h("div", { class: "box", "data-order": one.box.order, "data-state": one.state }, who(drop, one), answers(app, drop, one))),
    several ? null : measure,
    several ? null : together(app, drop),
    scanning(app, drop),
    chosen ? button(t("open.next"), () => app.chooseDoor(null), { class: "quiet wide-one" }) : null);
}
