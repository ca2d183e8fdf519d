// Sends the outbox: after a tap, when the line comes back, when the page is shown, and every half minute.
// One flush at a time: a Web Lock holds it across pages; where there are none (iOS before 15.4), this page's own latch does.

import { current, tokenOf } from "./bindings.js";
import { call } from "./net.js";
import { answered, backoff, dueBatches, nextDueIn } from "./outbox.js";
import { allActs, changeActs, forgetOld, getMeta, setMeta } from "./store.js";
import { looseActs, settleLoose } from "./taps.js";

const EVERY_MS = 30000;
const REFUSED = [401, 403];
let failures = 0;
let timer = null;
let running = false;
let heard = () => {};

const NEWS = ["done", "retract", "points_objection", "clock_correction", "leave_request", "home_visit", "timebank_hours", "timebank_confirm"]; // after these the day is another one: doors owed again, points earned, a visit that is over

/** Start sending; `onChange(status)` is told after every try ({ online, refused, news }). */
export function start(onChange) {
  heard = onChange;
  window.addEventListener("online", () => flushSoon(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flushSoon(0); });
  setInterval(() => { if (failures === 0) flushSoon(0); }, EVERY_MS);
  flushSoon(0);
}

/** Try again in `ms` milliseconds (at once when 0), whatever was planned before. */
export function flushSoon(ms) {
  clearTimeout(timer);
  timer = setTimeout(flush, ms);
}

async function flush() {
  let status = null;
  await alone(async () => {
    try {
      status = await sendAll();
      failures = 0;
    } catch (problem) {
      failures += 1;
      status = { online: false, refused: false, problem: String(problem) };
    }
  });
  if (!status) return; // somebody else is sending
  if (failures) flushSoon(backoff(failures));
  heard(status);
}

async function alone(work) {
  if (running) return;
  running = true;
  try {
    if (navigator.locks) await navigator.locks.request("qianshou-outbox", { ifAvailable: true }, (lock) => (lock ? work() : undefined));
    else await work();
  } finally {
    running = false;
  }
}

async function sendAll() {
  let refused = false;
  let epoch = (await getMeta("epoch")) || null;
  const records = [...(await allActs()), ...looseActs()];
  const wait = nextDueIn(records, { now: Date.now(), epoch });
  if (wait !== null) flushSoon(wait + 100);
  const batches = dueBatches(records, { now: Date.now(), epoch });
  for (const batch of batches) {
    const answer = await postBatch(batch);
    if (answer === "refused") { refused = true; continue; }
    epoch = await takeEpoch(answer.epoch);
    const byId = new Map(answer.answers.map((item) => [item.id, item]));
    const change = (record) => (byId.has(record.id) ? answered(record, byId.get(record.id), epoch) : null);
    await changeActs(batch.records.map((record) => record.id), change);
    settleLoose(change);
  }
  if (batches.length && !refused) await forgetOld(Date.now(), epoch);
  const news = batches.some((batch) => batch.records.some((r) => NEWS.includes(r.act.kind)));
  return { online: batches.length ? true : navigator.onLine, refused, news }; // who sent nothing has learned nothing about the line
}

/** Post one batch by the token it was made under; a server that no longer knows it gets it by the present one. */
async function postBatch(batch) {
  const now = await current();
  const tokens = [await tokenOf(batch.device), now && now.token];
  for (const token of tokens.filter((t, i) => t && tokens.indexOf(t) === i)) {
    const { status, body } = await call("/acts", { method: "POST", token, body: { sent_at: Date.now(), acts: batch.records.map((r) => r.act) } });
    if (status === 200) return body;
    if (!REFUSED.includes(status)) throw new Error(`answer ${status}`);
  }
  return "refused";
}

/** Another epoch means a restored server: acts it had received before are due again. */
export async function takeEpoch(epoch) {
  const before = await getMeta("epoch");
  if (epoch && epoch !== before) {
    await setMeta("epoch", epoch);
    if (before) flushSoon(1000);
  }
  return epoch;
}
