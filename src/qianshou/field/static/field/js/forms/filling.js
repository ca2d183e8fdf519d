// What somebody does with a form: open it, answer, leave it, go on, send it.

import { UNDO_MS } from "../outbox.js";
import { isSigned, signatureOf } from "../signature.js";
import { tap } from "../taps.js";
import { uuid7 } from "../uuid7.js";
import { keptTable } from "./fetch_table.js";
import { answered, isTooLong, newForm, offered, openQuestions, outlived, payloadOf, stateOf } from "./forms.js";
import { keeper } from "./keeping.js";
import { allForms, dropForms, putForm } from "./store.js";

const EMPTY = { user: null, packets: [], instruments: {}, offered: [] };

/** The forms' part of the page's `app`. */
export function filling({ app, draw, refresh, showSaid }) {
  const writer = keeper(putForm, (kept) => { app.formKept = kept; });
  let writes = 0;

  /** The form as it stands now: whoever holds an older one must not write over what was answered since. */
  const current = (form) => app.forms.find((one) => one.key === form.key) || form;

  /** Keep a changed form, one write after the other; the page shows it at once. */
  function keep(form, changes) {
    const next = { ...current(form), ...changes, changed_at: Date.now() };
    app.forms = app.forms.filter((one) => one.key !== form.key).concat(next);
    writes += 1;
    writer.keep(next);
    return next;
  }

  const packetOf = (id) => app.table.packets.find((packet) => packet.id === id);

  function start(form) {
    app.forms = app.forms.filter((one) => one.key !== form.key);
    keep(form, {});
  }

  function begin(packet, laid) {
    const held = app.forms.find((form) => form.key === laid.key);
    if (!held || (stateOf(held, app.records, app.epoch).state === "received" && laid.state !== "done")) start(newForm({ table: app.table, packet, laid, now: Date.now() }));
    app.goTo(laid.key);
  }

  return {
    table: EMPTY, forms: [], formKey: null, formKept: true, complained: false,

    /** Read what is laid out and what was begun. What is answered while it is read is not lost: then it is read again. */
    async readForms() {
      let before;
      do {
        before = writes;
        await writer.done();
        const table = (app.binding && (await keptTable())) || EMPTY;
        const all = app.binding ? (await allForms()).filter((form) => form.owner === table.user) : [];
        const old = outlived(all, app.records, app.epoch, Date.now());
        await dropForms(old.map((form) => form.key));
        if (before === writes) Object.assign(app, { table, forms: all.filter((form) => !old.includes(form)) });
      } while (before !== writes);
    },
    formOpen: () => app.forms.find((form) => form.key === app.formKey) || null,
    goTo(key) { location.hash = key ? `#form=${encodeURIComponent(key)}` : "#forms"; },

    openLaid(packetId, key) { const packet = packetOf(packetId); begin(packet, packet.forms.find((one) => one.key === key)); },
    openOther(packetId, instrument) { const packet = packetOf(packetId); begin(packet, offered(app.table, packet, instrument)); },

    answer(form, item, value) { return keep(form, { answers: answered(current(form), item, value) }); },
    changeForm: keep,
    startForm: start,
    formsSaved: () => writer.done(),
    goSection(form, at) { app.complained = false; keep(form, { at }); window.scrollTo(0, 0); draw(); },

    /** Send it. Returns a word's key when it cannot be sent yet. */
    async sendForm(held, finish) {
      await writer.done();
      const form = current(held);
      if (isTooLong(form)) return "form.long";
      if (finish && openQuestions(form).length) { app.complained = true; return "form.missing"; }
      const { signature } = form;
      if (signature && !isSigned(signature) && (signature.strokes.length || signature.on_paper)) return "sign.nameless";
      const used = form.act_id && app.records.some((record) => record.id === form.act_id); // it was sent before and taken back
      const next = keep(form, form.act_id && !used ? {} : { act_id: uuid7(), sign_id: uuid7() });
      await writer.done();
      const records = [await tap(form.act, payloadOf(next, finish), next.act_id)];
      if (isSigned(signature)) records.push(await tap("signature", { person: form.person.id, what: form.definition.zh, ...signatureOf(signature) }, next.sign_id));
      showSaid(form.act, form.person.name, records);
      app.goTo(null);
      await refresh();
      setTimeout(refresh, UNDO_MS + 500);
      return null;
    },
    async dropForm(form) {
      await writer.done(); // else what was just typed would be written after it and bring it back
      await dropForms([form.key]);
      app.goTo(null);
      await refresh();
    },
  };
}
