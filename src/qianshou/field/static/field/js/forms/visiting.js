// What somebody does with a home visit: begin it, go through its parts, leave it, go on, send everything of it.

import { UNDO_MS, retracted } from "../outbox.js";
import { isSigned, signatureOf } from "../signature.js";
import { tap } from "../taps.js";
import { uuid7 } from "../uuid7.js";
import { newForm, isTooLong, openQuestions, outlived, payloadOf, stateOf } from "./forms.js";
import { keeper } from "./keeping.js";
import { allVisits, dropVisits, putVisit } from "./store.js";
import { keyOf, newVisit, visitPayload } from "./visits.js";

const SIGNS = ["person", "assessor"];

/** The visits' part of the page's `app`. */
export function visiting({ app, draw, refresh, showSaid }) {
  const writer = keeper(putVisit, (kept) => { app.formKept = kept; });
  let writes = 0;

  const current = (visit) => app.visits.find((one) => one.key === visit.key) || visit;

  function keep(visit, changes) {
    const next = { ...current(visit), ...changes, changed_at: Date.now() };
    app.visits = app.visits.filter((one) => one.key !== visit.key).concat(next);
    writes += 1;
    writer.keep(next);
    return next;
  }

  /** The id that sends it: the one decided before, unless its act was taken back. */
  const idFor = (held) => (held && !retracted(app.records).has(held) ? held : uuid7());

  return {
    visits: [], visitKey: null,

    /** Read what was begun. What is answered while it is read is not lost: then it is read again. */
    async readVisits() {
      let before;
      do {
        before = writes;
        await writer.done();
        const all = app.binding ? (await allVisits()).filter((visit) => visit.owner === app.table.user) : [];
        const old = outlived(all, app.records, app.epoch, Date.now());
        await dropVisits(old.map((visit) => visit.key));
        if (before === writes) app.visits = all.filter((visit) => !old.includes(visit));
      } while (before !== writes);
    },
    visitOpen: () => app.visits.find((visit) => visit.key === app.visitKey) || null,
    goVisit(key) { location.hash = key ? `#visit=${encodeURIComponent(key)}` : "#forms"; },
    formsOf: (visit) => visit.laid.forms.map((key) => app.forms.find((form) => form.key === key)).filter(Boolean),

    /** Begin it, or go on: everything of it is kept on this phone from now on. */
    openVisit(packetId) {
      const packet = app.table.packets.find((one) => one.id === packetId);
      const key = keyOf(packet);
      const held = app.visits.find((one) => one.key === key);
      if (!held || stateOf(held, app.records, app.epoch).state === "received") {
        app.visits = app.visits.filter((one) => one.key !== key);
        keep(newVisit({ table: app.table, packet, now: Date.now() }), {});
        for (const laid of packet.forms.filter((one) => packet.visit.forms.includes(one.key) && one.state !== "done")) {
          app.startForm({ ...newForm({ table: app.table, packet, laid, now: Date.now() }), visit: key });
        }
      }
      app.goVisit(key);
    },
    changeVisit: keep,
    goPart(visit, at) { keep(visit, { at, ...(at === "application" ? { seen: true } : {}) }); window.scrollTo(0, 0); draw(); },

    /** Send it with its forms and signatures; whatever is not finished is finished at the desk. Returns a word's key when it cannot be sent yet. */
    async sendVisit(held) {
      await writer.done();
      const visit = current(held);
      const { signatures } = visit;
      if (SIGNS.some((who) => signatures[who] && !isSigned(signatures[who]) && (signatures[who].strokes.length || signatures[who].on_paper))) return "sign.nameless";
      const forms = app.formsOf(visit).filter((form) => stateOf(form, app.records, app.epoch).state === "open" && Object.keys(form.answers).length);
      if (forms.some(isTooLong)) return "form.long";
      const signed = SIGNS.filter((who) => isSigned(signatures[who]));
      const ids = Object.fromEntries(signed.map((who) => [who, idFor(visit.sign_ids[who])]));
      const next = keep(visit, { act_id: idFor(visit.act_id), sign_ids: ids, at: "parts" });
      const ready = forms.map((form) => app.changeForm(form, { act_id: idFor(form.act_id) }));
      await writer.done();
      await app.formsSaved();
      const records = [];
      for (const form of ready) records.push(await tap(form.act, payloadOf(form, !openQuestions(form).length), form.act_id));
      for (const who of signed) records.push(await tap("signature", { person: visit.person.id, what: "", ...signatureOf(signatures[who]) }, ids[who]));
      records.push(await tap("home_visit", visitPayload(next, ids), next.act_id)); // the last one: the office finds the others in place
      showSaid("home_visit", visit.person.name, records);
      app.goVisit(null);
      await refresh();
      setTimeout(refresh, UNDO_MS + 500);
      return null;
    },
  };
}
