// What stands around every page: head, state of the line, tabs, and the bar after a tap.

import { button, h } from "../dom.js";
import { isFinished, unsent } from "../day.js";
import { t } from "../words.js";

/** `doors` of a carer, `drops` of a driver; whoever is both has all of them. */
export function head(app, doors, drops) {
  const name = app.binding ? app.binding.name : t("app.name");
  const all = doors.length + drops.length;
  const done = doors.filter(isFinished).length + drops.filter((drop) => drop.finished).length;
  const progress = drops.length ? t("head.of", { n: done, all }) : t("head.done", { n: done });
  return h("header", { class: "head" },
    h("h1", {}, all ? t("head.doors", { name, n: all }) : name),
    all ? h("span", { class: "state done", "data-progress": done }, progress) : null);
}

/** The one line that says how things stand between this phone and the office. Amber until everything is received. */
export function line(app) {
  const waiting = unsent(app.records, app.epoch).length;
  const [tone, text] = lineText(app, waiting);
  return h("div", { class: `net ${tone}`, role: "status", "data-unsent": waiting },
    h("span", {}, text),
    app.day && app.day.fetched_at ? h("span", { class: "num soft" }, t("net.asof", { time: app.timeOf(app.day.fetched_at) })) : null);
}

function lineText(app, waiting) {
  if (app.records.some((record) => record.loose)) return ["late", t("net.loose")];
  if (app.refused && waiting) return ["late", t("net.refused", { n: waiting })];
  if (!app.online) return ["hole", waiting ? t("net.offline", { n: waiting }) : t("net.offline.none")];
  if (waiting) return ["hole", t("net.unsent", { n: waiting })];
  return ["done", t("net.ok")];
}

export function notices(app) {
  return [
    app.noWorker ? h("div", { class: "net late" }, t("net.browser")) : null,
    app.need === "pin" ? button(t("net.pin"), () => app.open("pin"), { class: "notice" }) : null,
    app.need === "revoked" ? h("div", { class: "net late", role: "alert" }, t("card.revoked.phone")) : null,
    app.newVersion ? button(`${t("update")} · ${t("update.now")}`, () => location.reload(), { class: "notice" }) : null,
  ];
}

export function tabs(app) {
  const names = ["today", "tomorrow", ...(app.table.packets.length || app.forms.length || app.visits.length ? ["forms"] : []), "me"];
  const one = (name) => h("a", { href: `#${name}`, "aria-current": app.tab === name ? "page" : null }, t(`tab.${name}`));
  return h("nav", { class: "tabs", "aria-label": t("app.name") }, names.map(one));
}

/** For ten seconds after a tap: what was saved, and the way back. */
export function saidBar(app) {
  if (!app.said) return null;
  return h("div", { class: "said", role: "status" },
    h("span", {}, app.said.text),
    app.said.record ? button(t("mistake"), () => app.takeBack(app.said.record)) : null);
}
