// The carer's own page: work time, the month, what the office is looking at, and this phone.

import { button, h } from "../dom.js";
import { clockState, clockTime, unsent } from "../day.js";
import { bank } from "./bank.js";
import { leave } from "./leave.js";
import { points } from "./points.js";
import { sheet } from "./sheet.js";
import { languages, reason, spoken, t } from "../words.js";

function attendance(app) {
  if (app.day && app.day.clock === null) return null; // a driver's hours are not kept here
  const clock = clockState(app.day, app.records);
  const inside = clock.state === "in";
  const text = inside ? t("clock.since", { time: clockTime(clock.at) }) : clock.at ? t("clock.ended", { time: clockTime(clock.at) }) : t("clock.off");
  return h("section", { class: "card clock", "data-clock": clock.state },
    h("p", { class: "big" }, text),
    inside
      ? button(t("clock.out"), () => app.clock("clock_out"), { class: "tall" })
      : button(t("clock.in"), () => app.clock("clock_in"), { class: "main tall" }));
}

function month(app) {
  const sum = app.day && app.day.month;
  if (!sum) return null;
  return h("section", { class: "card" },
    h("h2", {}, t("month.title")),
    h("p", { class: "num" }, t("month.hours", { h: Math.floor(sum.minutes / 60), min: sum.minutes % 60 })),
    h("p", { class: "num" }, t("month.visits", { n: sum.visits })),
    h("p", { class: "num" }, t("month.days", { n: sum.days })));
}

function actLine(app, act, text) {
  const who = act.elder || app.elderOf(act);
  return h("li", { class: "plain" },
    h("span", { class: "num" }, clockTime(act.made_at)),
    h("span", { class: "who" }, h("b", {}, [t(`kind.${act.kind}`), who].filter(Boolean).join(" · ")), h("span", { class: "soft small" }, text)));
}

function kept(app) {
  const waiting = unsent(app.records, app.epoch);
  if (!waiting.length) return null;
  return h("section", { class: "card" },
    h("h2", {}, t("unsent.title")),
    h("ol", { class: "doors" }, waiting.map((r) => actLine(app, { ...r.act, visit: r.act.payload.visit, order: r.act.payload.order, person: r.act.payload.person }, t("state.saved")))));
}

function heldActs(app) {
  const held = app.heldActs();
  return h("section", { class: "card" },
    h("h2", {}, t("held.title")),
    held.length ? h("ol", { class: "doors" }, held.map((item) => actLine(app, item, reason(item)))) : h("p", { class: "soft" }, t("held.none")));
}

function choice(title, options, chosen, choose) {
  return h("div", { class: "choice", role: "group", "aria-label": title },
    h("p", { class: "soft" }, title),
    h("div", { class: "options" }, options.map(([value, label]) => h("button", {
      type: "button", "aria-pressed": String(value === chosen), "data-value": value, onclick: () => choose(value),
    }, label))));
}

function phone(app) {
  return h("section", { class: "card settings" },
    h("h2", {}, t("settings")),
    choice(t("language"), languages, spoken(), (value) => app.set("language", value)),
    choice(t("size"), ["1", "2", "3"].map((n) => [n, t(`size.${n}`)]), app.size, (value) => app.set("size", value)),
    choice(t("place"), [["on", t("on")], ["off", t("off")]], app.place, (value) => app.set("place", value)),
    h("p", { class: "soft small" }, t("place.hint")),
    button(t("leave"), () => app.leave(), { class: "tall" }),
    h("p", { class: "soft small" }, t("leave.hint", { n: unsent(app.records, app.epoch).length })));
}

export const me = (app) => [attendance(app), bank(app), month(app), sheet(app), leave(app), points(app), kept(app), heldActs(app), phone(app)];
