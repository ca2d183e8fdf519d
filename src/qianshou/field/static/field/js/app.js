// The page: what it knows, what a tap does, and drawing it. Loaded once; everything after works without signal.

import { bind, current, leave as forgetBinding } from "./bindings.js";
import { doorsOf, officeDate, clockTime } from "./day.js";
import { fill } from "./dom.js";
import { codeIn, doorOfCard } from "./doors.js";
import { driving } from "./driving.js";
import { dropsOf } from "./drops.js";
import { fetchDay, keptDay } from "./fetch_day.js";
import { fetchTable } from "./forms/fetch_table.js";
import { filling } from "./forms/filling.js";
import { stateOf } from "./forms/forms.js";
import { call } from "./net.js";
import { UNDO_MS, retracted } from "./outbox.js";
import { owning } from "./own.js";
import { followPlace } from "./place.js";
import { flushSoon, start } from "./sender.js";
import { getMeta, setMeta } from "./store.js";
import { everyAct, takeBack, tap } from "./taps.js";
import { follow, formPage } from "./views/form.js";
import { visiting } from "./forms/visiting.js";
import { forms } from "./views/forms.js";
import { head, line, notices, saidBar, tabs } from "./views/frame.js";
import { askLeave } from "./views/leave.js";
import { today, tomorrow } from "./views/list.js";
import { me } from "./views/me.js";
import * as bankPanels from "./views/bank_panels.js";
import * as dropPanels from "./views/drop_panels.js";
import * as panels from "./views/panels.js";
import { objection } from "./views/points.js";
import { scan, scanBox } from "./views/scan.js";
import { correction } from "./views/sheet.js";
import { visitPage } from "./views/visit.js";
import * as signin from "./views/signin.js";
import { speak, spoken, t } from "./words.js";
import { registerWorker } from "./worker.js";

const DAY_MS = 24 * 3600 * 1000;
const REFETCH_MS = 5 * 60 * 1000;
const UNDO_SHOWN = ["arrived", "done", "timebank_hours", "timebank_confirm"];
const TABS = ["today", "tomorrow", "forms", "me"];

const app = {
  binding: null, guest: null, day: null, records: [], epoch: null, online: navigator.onLine, refused: false, need: null,
  tab: "today", chosen: null, panel: null, said: null, size: "1", place: "off", newVersion: false, noWorker: false, code: "", cardFault: null, doorCode: "", scanned: null, stopCamera: null,

  timeOf: (ms) => clockTime(new Date(ms).toISOString()),
  elderOf({ visit, order, person }) {
    const known = person && [...app.forms, ...app.visits, ...app.table.packets].find((one) => one.person.id === person);
    if (known) return known.person.name;
    const days = (app.day && app.day.days) || [];
    const stop = visit && days.flatMap((d) => d.stops).find((one) => one.visit === visit);
    if (stop) return stop.elder.name;
    const bank = (app.day && app.day.bank) || { people: [], tasks: [], hours: [] };
    const helped = person && (bank.people.find((one) => one.id === person) || [...bank.tasks, ...bank.hours].find((one) => one.person === person));
    if (helped) return helped.name;
    const box = order && days.flatMap((d) => d.drops || []).flatMap((trip) => trip.doors).flatMap((door) => door.boxes).find((one) => one.order === order);
    return box ? box.name : "";
  },
  heldActs() {
    const mine = app.records.filter((r) => r.state === "received" && (r.applied === "held" || r.verdict === "broken"));
    const known = new Set(mine.map((r) => r.id));
    const told = ((app.day && app.day.held) || []).filter((item) => !known.has(item.id));
    return [...mine.map((r) => ({ ...r.act, visit: r.act.payload.visit, order: r.act.payload.order, person: r.act.payload.person, reason: r.reason })), ...told];
  },

  choose(visit) { app.chosen = visit; window.scrollTo(0, 0); draw(); },
  open(name, stop) { app.panel = { name, stop, from: document.activeElement }; drawPanel(); },
  close() { if (app.stopCamera) app.stopCamera(); const { from } = app.panel || {}; app.panel = null; drawPanel(); if (from && from.isConnected) from.focus(); },

  doors: () => (app.binding ? doorsOf(app.day, officeDate(Date.now()), app.records) : []),
  /** `code`: of the card by the door, where it was scanned; else the one that the phone's own camera brought here. */
  async tapDoor(kind, stop, code = app.scanned && app.scanned.visit === stop.visit ? app.scanned.code : "") {
    await say(kind, code ? { visit: stop.visit, scan: code } : { visit: stop.visit }, stop.elder.name);
    app.scanned = null;
    if (kind !== "arrived") app.chosen = null;
    app.panel = null;
    window.scrollTo(0, 0);
    await refresh();
  },
  async report(stop, { category, severity, text }) {
    await say("concern", { visit: stop.visit, person: stop.elder.id, category, severity, text }, stop.elder.name);
    app.close();
    await refresh();
  },
  async writeNote(stop, text) {
    await say("note", { visit: stop.visit, text }, stop.elder.name);
    app.close();
    await refresh();
  },
  async clock(kind) { await say(kind, {}, app.binding.name); await refresh(); },
  async takeBack(record) {
    for (const one of [].concat(record)) await takeBack(one);
    app.said = { text: t("mistake.said"), record: null };
    flushSoon(0);
    await refresh();
  },

  async set(name, value) {
    await setMeta(name, value);
    await applySettings();
    draw();
    if (name === "language" && app.binding) call("/language", { method: "POST", body: { language: value } }).catch(() => {}); // a courtesy: the phone keeps its own
  },
  async leave() {
    if (!window.confirm(t("leave.sure"))) return;
    await call("/leave", { method: "POST", body: {} }).catch(() => {}); // without signal the cookie's own end does it
    await forgetBinding();
    Object.assign(app, { binding: null, day: null, need: null, guest: null, tab: "today", panel: null, said: null, chosen: null });
    await refresh();
  },

  async tryCard(code) {
    app.code = code;
    app.cardFault = await lookAtCard(code);
    draw();
  },
  /** Bind this phone; answers a word's key when it did not work. */
  async bindPhone(pin) {
    try {
      const { status, body } = await call("/bind", { method: "POST", body: { code: app.guest.code, pin, label: navigator.userAgent.slice(0, 120) } });
      if (status !== 200) return body.why || "card.unknown";
      await bind({ device: body.device, token: body.token, name: body.name });
    } catch (problem) {
      return "card.online";
    }
    if (location.hash.startsWith("#card=")) history.replaceState(null, "", "#today"); // a used code has no business in the history
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    app.guest = null;
    await getDay();
    return null;
  },
  async enterPin(pin) {
    try {
      const { status, body } = await call("/pin", { method: "POST", body: { pin } });
      if (status !== 200) return { key: body.why, n: body.left };
    } catch (problem) {
      return { key: "card.online" };
    }
    app.panel = null;
    await getDay();
    return {};
  },
};

async function lookAtCard(code) {
  try {
    const { status, body } = await call("/card", { method: "POST", body: { code } });
    if (status === 200) app.guest = { name: body.name, code };
    return status === 200 ? null : body.why;
  } catch (problem) {
    return "card.online";
  }
}

async function say(kind, payload, name) {
  const record = await tap(kind, payload);
  showSaid(kind, name, UNDO_SHOWN.includes(kind) ? record : null);
}

/** The bar after a tap: what was saved, and for some seconds the way back (`record`: one act or several). */
function showSaid(kind, name, record) {
  app.said = { text: t("saved", { name, what: t(`kind.${kind}`) }), record };
  const mine = app.said;
  setTimeout(() => { if (app.said === mine) { app.said = null; draw(); } }, UNDO_MS);
  flushSoon(0);
}

async function refresh() {
  app.binding = await current();
  app.records = await everyAct();
  app.epoch = (await getMeta("epoch")) || null;
  app.day = app.binding ? await keptDay() : null;
  await app.readForms();
  await app.readVisits();
  draw();
  drawPanel();
  dropPanels.followTold(app);
}

/** A card that the phone's own camera read: its door is opened, and the next tap there carries the code. */
function openScannedDoor() {
  const code = app.doorCode;
  if (!code || !app.day) return;
  app.doorCode = "";
  const { door } = doorOfCard(code, app.doors(), null);
  app.said = { text: door ? t("scan.opened", { name: door.stop.elder.name }) : t("scan.elsewhere"), record: null };
  if (door) { app.scanned = { visit: door.stop.visit, code }; app.chosen = door.stop.visit; app.tab = "today"; }
  draw();
}

async function getDay() {
  if (app.binding || (await current())) {
    const { need, online } = await fetchDay();
    Object.assign(app, { need, online });
    if (online && need !== "pin" && need !== "card") await fetchTable();
  }
  await refresh();
  openScannedDoor();
}

function draw() {
  const now = Date.now();
  const doors = app.doors();
  const drops = app.drops();
  fill(document.getElementById("frame"), head(app, doors, drops), app.binding || app.records.length ? line(app) : null, notices(app));
  fill(document.getElementById("tabs"), app.binding ? tabs(app) : null);
  fill(document.getElementById("said"), saidBar(app));
  document.body.classList.toggle("wide", app.tab === "forms"); // a tablet on a table
  const main = document.getElementById("main");
  if (!app.binding) { if (!main.querySelector("form") || app.drawn !== signinName()) drawSignIn(main); return; }
  const form = app.formOpen();
  if (form && main.querySelector("[data-form]") && app.drawn === formName(form)) { follow(app); return; } // somebody is writing in it
  const visit = form ? null : app.visitOpen();
  if (visit && main.querySelector("[data-visit]") && app.drawn === visitName(visit)) return; // here as well
  app.drawn = form ? formName(form) : visit ? visitName(visit) : null;
  const later = officeDate(now + DAY_MS);
  const pages = {
    today: () => today(app, doors, drops),
    tomorrow: () => tomorrow(app, doorsOf(app.day, later, app.records), dropsOf(app.day, later, app.records)),
    forms: () => (form ? formPage(app, form) : visit ? visitPage(app, visit) : forms(app)),
    me: () => me(app),
  };
  fill(main, pages[app.tab]());
}

const visitName = (visit) => `${visit.key} ${visit.at} ${stateOf(visit, app.records, app.epoch).state} ${spoken()}`;
const formName = (form) => `${form.key} ${form.at} ${stateOf(form, app.records, app.epoch).state} ${app.complained} ${spoken()}`;

// What somebody is typing must not be drawn over by an answer that comes in meanwhile.
const signinName = () => `${app.guest ? "pin" : "card"} ${app.cardFault} ${spoken()}`;

function drawSignIn(main) {
  app.drawn = signinName();
  fill(main, app.guest ? signin.choosePin(app) : signin.card(app));
}

let drawnPanel = null;

function drawPanel() {
  if (app.panel === drawnPanel) return;
  if (app.stopCamera) { app.stopCamera(); app.stopCamera = null; }
  drawnPanel = app.panel;
  const place = document.getElementById("panel");
  const view = app.panel && (app.panel.name === "pin" ? signin.pin : ({ objection, correction, askLeave, scan, scanBox, ...panels, ...dropPanels, ...bankPanels })[app.panel.name]);
  fill(place, view ? view(app, app.panel.stop) : null);
  document.body.classList.toggle("covered", Boolean(view));
  for (const id of ["frame", "main", "tabs"]) document.getElementById(id).setAttribute("aria-hidden", String(Boolean(view)));
  const first = place.querySelector("h1");
  if (first) { first.setAttribute("tabindex", "-1"); first.focus(); }
}

function route() {
  const wanted = location.hash.slice(1);
  if (wanted.startsWith("card=")) { app.code = decodeURIComponent(wanted.slice(5)); return; }
  if (wanted.startsWith("door=")) { app.doorCode = codeIn(decodeURIComponent(wanted.slice(5))); history.replaceState(null, "", "#today"); }
  app.formKey = wanted.startsWith("form=") ? decodeURIComponent(wanted.slice(5)) : null;
  app.visitKey = wanted.startsWith("visit=") ? decodeURIComponent(wanted.slice(6)) : null;
  app.tab = app.formKey || app.visitKey ? "forms" : TABS.includes(wanted) ? wanted : "today";
  window.scrollTo(0, 0);
}

async function applySettings() {
  speak((await getMeta("language")) || document.body.dataset.language);
  app.size = (await getMeta("size")) || "1";
  app.place = (await getMeta("place")) || "off";
  document.documentElement.className = `size-${app.size}`;
  document.title = t("app.name");
  followPlace(app.place === "on");
}

/** A card in the address, or a carer who signed in with a password, may bind this phone. */
async function lookForGuest() {
  if (app.code) app.cardFault = await lookAtCard(app.code);
  if (app.guest) return;
  const answer = await call("/hello").catch(() => null);
  if (answer && answer.status === 200 && answer.body.name && !app.binding) app.guest = { name: answer.body.name, code: "" };
}

async function boot() {
  route();
  await applySettings();
  await refresh();
  window.addEventListener("hashchange", () => { route(); if (app.code && !app.binding) lookForGuest().then(refresh); else { draw(); openScannedDoor(); } });
  window.addEventListener("online", getDay);
  window.addEventListener("offline", () => { app.online = false; draw(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && app.panel) app.close(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) getDay(); });
  setInterval(() => { if (!document.hidden) getDay(); }, REFETCH_MS);
  app.noWorker = !(await registerWorker(() => { app.newVersion = true; draw(); }));
  start(async (status) => { Object.assign(app, { online: status.online, refused: status.refused }); await (status.news ? getDay() : refresh()); });
  if (!app.binding) { await lookForGuest(); await refresh(); } else await getDay();
}

Object.assign(app, owning({ app, say, refresh }), driving({ app, draw, refresh, showSaid }), filling({ app, draw, refresh, showSaid }), visiting({ app, draw, refresh, showSaid }));
boot();
