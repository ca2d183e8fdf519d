// What opens over the giver's page: writing hours down, and the elder's card that confirms them.

import { between, cardFor, entriesOf, faultOf, timeOf, whenOf } from "../bank.js";
import { clockTime, officeDate } from "../day.js";
import { codeIn } from "../doors.js";
import { button, h } from "../dom.js";
import { said, t } from "../words.js";
import { camera } from "./scan.js";

const MINUTES = [30, 60, 90, 120];

const panel = (app, title, ...body) => h("section", { class: "panel", role: "dialog", "aria-modal": "true", "aria-label": title },
  h("div", { class: "panel-head" }, h("h1", { tabindex: "-1" }, title), button(t("close"), () => app.close())), body);

const entriesNow = (app) => entriesOf(app.day.bank, app.records, app.epoch);

/** How long: four usual times as buttons, any other as a number, or from–until, which says the minutes. Returns [element, () => { minutes, from, until }]. */
function howLong(usual) {
  const field = h("input", { type: "number", inputmode: "numeric", id: "hours-minutes", min: "1", max: "1440", value: String(usual) });
  const press = (value) => { for (const one of group.children) one.setAttribute("aria-pressed", String(Number(one.dataset.value) === value)); };
  const group = h("div", { class: "options two", role: "group", "aria-label": t("bank.long") }, MINUTES.map((n) => h("button", {
    type: "button", "data-value": n, "aria-pressed": String(n === usual), onclick: () => { field.value = String(n); press(n); },
  }, t("minutes", { n }))));
  const from = h("input", { type: "time", id: "hours-from" });
  const until = h("input", { type: "time", id: "hours-until" });
  const untimed = () => { from.value = ""; until.value = ""; }; // minutes that are chosen stand by themselves
  const reckon = () => { if (from.value && until.value > from.value) { field.value = String(between(from.value, until.value)); press(Number(field.value)); } };
  field.addEventListener("input", () => { untimed(); press(Number(field.value)); });
  group.addEventListener("click", untimed);
  for (const one of [from, until]) one.addEventListener("change", reckon);
  const times = h("div", { class: "from-until" }, h("div", {}, h("label", { for: "hours-from" }, t("bank.from")), from), h("div", {}, h("label", { for: "hours-until" }, t("bank.until")), until));
  const said = () => ({ minutes: field.value.trim() ? Number(field.value) : 0, from: from.value, until: until.value });
  return [[group, h("label", { for: "hours-minutes" }, t("bank.long.other")), field, h("p", { class: "soft" }, t("bank.times")), times], said];
}

const choice = (id, options, chosen) => h("select", { id }, options.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));

/** Write hours down; `given.task`: what she had agreed to. */
export function hours(app, given) {
  const bank = app.day.bank;
  const task = given && given.task;
  const today = officeDate(Date.now());
  const who = choice("hours-who", [...(bank.people.length > 1 ? [["", t("bank.choose")]] : []), ...bank.people.map((one) => [String(one.id), one.name])], "");
  const what = choice("hours-what", bank.services.map((one) => [one.code, said(one)]), task ? task.service.code : "talking");
  const day = h("input", { type: "date", id: "hours-day", min: bank.oldest, max: today, value: task && task.on < today ? task.on : today });
  const [long, spent] = howLong(task ? task.minutes : 60);
  const text = h("textarea", { rows: "3", maxlength: "200", id: "hours-text" });
  const complaint = h("p", { class: "error", role: "alert" });
  const send = () => {
    const entry = { person: task ? task.person : Number(who.value) || 0, day: day.value, ...spent(), service: what.value };
    const fault = faultOf(entry, bank, entriesNow(app), today, clockTime(new Date().toISOString()).padStart(5, "0"));
    if (fault) { complaint.textContent = t(...fault); return undefined; }
    const name = task ? task.name : bank.people.find((one) => one.id === entry.person).name;
    return app.giveHours({ ...entry, text: text.value.trim(), ...(task ? { ask: task.ask } : {}) }, name);
  };
  return panel(app, t("bank.write"),
    task ? h("p", { class: "addr" }, task.name) : [h("label", { for: "hours-who" }, t("bank.who")), who],
    h("label", { for: "hours-day" }, t("points.day")), day,
    h("h2", {}, t("bank.long")), long,
    h("label", { for: "hours-what" }, t("bank.what")), what,
    h("label", { for: "hours-text" }, t("bank.text")), text, complaint,
    button(t("bank.save"), send, { class: "main tall" }));
}

/** What the elder reads in large print before she holds her card up to the phone. */
export function hoursCard(app, entry) {
  const read = (code, say) => {
    const card = codeIn(code);
    if (!card) { say(t("scan.other")); return false; }
    const { right, name } = cardFor(card, entry, app.day.bank, entriesNow(app));
    if (!right) { say(name ? t("scan.belongs", { name }) : t("bank.card.other", { name: entry.name })); return false; }
    app.confirmHours(entry, card);
    return true;
  };
  const words = { elder: entry.name, giver: app.binding.name, day: whenOf(entry), what: said(entry.service), time: timeOf(entry.minutes) };
  return panel(app, t("bank.confirm"),
    h("p", { class: "bank-ask" }, t("bank.ask", words)),
    camera(app, read),
    h("p", { class: "soft" }, t("bank.ask.hint")),
    h("div", { class: "stack" }, button(t("bank.later"), () => app.close(), { class: "tall" })));
}
