// The doors of a day below each other.

import { h } from "../dom.js";
import { clockTime, isFinished } from "../day.js";
import { said, t } from "../words.js";
import { doorCard, mark, span } from "./door.js";
import { nextDoor } from "../day.js";
import { dropsToday, dropsTomorrow } from "./drops.js";

function times(door) {
  if (!door.since) return door.stop.elder.address;
  return door.until ? `${clockTime(door.since)} – ${clockTime(door.until)}` : `${clockTime(door.since)} –`;
}

function row(app, door) {
  const { stop } = door;
  const line = isFinished(door) || door.step === "here" ? times(door) : stop.elder.address;
  return h("li", {},
    h("button", { type: "button", class: "row", onclick: () => app.choose(stop.visit), "data-row": stop.visit },
      h("span", { class: "num" }, clockTime(stop.from)),
      h("span", { class: "who" }, h("b", {}, stop.elder.name), h("span", { class: "soft small" }, `${line} · ${said(stop.service)}`)),
      mark(door)));
}

function empty(app, key) {
  return h("p", { class: "empty" }, app.day ? t(key) : t("none.yet"));
}

export function today(app, doors, drops) {
  if (!doors.length && !drops.length) return [empty(app, "none.today")];
  const brought = dropsToday(app, drops);
  if (!doors.length) return brought;
  const chosen = doors.find((door) => door.stop.visit === app.chosen);
  const shown = chosen || nextDoor(doors);
  return [
    brought,
    shown ? doorCard(app, shown, Boolean(chosen)) : h("p", { class: "empty card" }, t("all.done")),
    h("ol", { class: "doors" }, doors.filter((door) => door !== shown).map((door) => row(app, door))),
  ];
}

function tomorrowRow({ stop }) {
  return h("li", { class: "plain" },
    h("span", { class: "num" }, span(stop)),
    h("span", { class: "who" },
      h("b", {}, stop.elder.name),
      h("span", { class: "soft" }, stop.elder.address),
      h("span", { class: "soft small" }, `${said(stop.service)} ${t("minutes", { n: stop.minutes })}`),
      stop.together && stop.together.length ? h("span", { class: "small" }, t("together", { names: stop.together.join("、") })) : null));
}

export function tomorrow(app, doors, drops) {
  if (!doors.length && !drops.length) return [empty(app, "none.tomorrow")];
  return [dropsTomorrow(drops), h("ol", { class: "doors" }, doors.map(tomorrowRow))];
}
