// The time bank on the giver's own page: what she has, where she agreed to go, what she wrote down and how far it is.

import { entriesOf, openTasks, timeOf, whenOf } from "../bank.js";
import { button, h } from "../dom.js";
import { reason, said, t } from "../words.js";

const TONES = { saved: "hole", waiting: "hole", held: "late", logged: "due", card: "hole", confirmed: "done", disputed: "late" };
const SHOWN = 12;

function taskLine(app, task) {
  const when = [task.on.slice(5), task.part ? t(`bank.part.${task.part}`) : ""].filter(Boolean).join(" ");
  return h("li", { class: "bank-line", "data-ask": task.ask },
    h("p", { class: "lead" }, h("b", {}, task.name), h("span", { class: "num soft" }, when)),
    h("p", {}, `${said(task.service)} ${t("minutes", { n: task.minutes })}`, task.note ? ` · ${task.note}` : ""),
    h("p", { class: "soft small" }, task.address),
    button(t("bank.write.task"), () => app.open("hours", { task }), { class: "wide-one" }));
}

function outcome(entry) {
  if (entry.mark === "confirmed") {
    const parts = entry.given ? t("bank.kept.given", { kept: timeOf(entry.kept), given: timeOf(entry.given) }) : t("bank.kept", { kept: timeOf(entry.kept) });
    return [t(`bank.said.${entry.said_by}`), parts].join(" · ");
  }
  if (entry.mark === "held") return reason(entry.record);
  return entry.refused ? reason({ reason: entry.refused }) : "";
}

function entryLine(app, entry) {
  const waits = ["saved", "waiting", "logged"].includes(entry.mark);
  const unsaid = entry.record && waits;
  const more = outcome(entry);
  return h("li", { class: "bank-line", "data-entry": entry.id, "data-mark": entry.mark },
    h("p", { class: "lead" }, h("b", {}, entry.name || "—"), h("span", { class: `state ${TONES[entry.mark]}` }, t(`bank.state.${entry.mark}`))),
    h("p", { class: "num" }, `${whenOf(entry)} · ${said(entry.service)} · ${timeOf(entry.minutes)}`),
    entry.note ? h("p", { class: "soft small" }, entry.note) : null,
    more ? h("p", { class: entry.refused || entry.mark === "held" ? "small error" : "soft small" }, more) : null,
    waits ? h("div", { class: "acts" },
      button(t("bank.confirm"), () => app.open("hoursCard", entry), { class: "wide", "aria-haspopup": "dialog" }),
      unsaid ? button(t("mistake"), () => app.takeBack(entry.record), { class: "quiet wide" }) : null) : null);
}

export function bank(app) {
  const sum = app.day && app.day.bank;
  if (!sum) return null;
  const tasks = openTasks(sum, app.records);
  const entries = entriesOf(sum, app.records, app.epoch);
  const full = sum.saves && sum.balance >= sum.ceiling;
  return h("section", { class: "card bank", "data-balance": sum.balance },
    h("h2", {}, t("bank.title")),
    h("p", { class: "big num" }, t("bank.has", { time: timeOf(sum.balance) })),
    sum.saves ? null : h("p", { class: "soft" }, t("bank.group")),
    full ? h("p", { class: "soft" }, t("bank.full", { time: timeOf(sum.ceiling) })) : null,
    tasks.length ? [h("h3", {}, t("bank.tasks")), h("ol", { class: "doors" }, tasks.map((task) => taskLine(app, task)))] : null,
    h("h3", {}, t("bank.entries")),
    entries.length ? h("ol", { class: "doors" }, entries.slice(0, SHOWN).map((entry) => entryLine(app, entry))) : h("p", { class: "soft" }, t("bank.none")),
    sum.people.length ? button(t("bank.write"), () => app.open("hours", null), { class: tasks.length ? "wide-one" : "main tall" }) : h("p", { class: "soft" }, t("bank.nobody")));
}
