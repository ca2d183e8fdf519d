// What the phone keeps: the acts (never deleted before the server has kept them for 30 days), and a few small values.
// Every act is written with durability "strict": when the tap turns to "saved here", it is on the disk.

import { openDB } from "../vendor/idb.js";

const STRICT = { durability: "strict" };
const KEEP_MS = 30 * 24 * 3600 * 1000;
let opening = null;

function database() {
  if (!opening) {
    opening = openDB("qianshou-field", 1, {
      upgrade(db) {
        const acts = db.createObjectStore("acts", { keyPath: "id" });
        acts.createIndex("saved_at", "saved_at");
        db.createObjectStore("meta");
      },
      blocking(_old, _next, event) { event.target.close(); opening = null; }, // a newer page wants to change the layout
      terminated() { opening = null; },
    });
    opening.catch(() => { opening = null; });
  }
  return opening;
}

const memory = new Map(); // what a phone that cannot save still knows while the page is open

export async function getMeta(key) {
  try {
    return await (await database()).get("meta", key);
  } catch (problem) {
    return memory.get(key);
  }
}

export async function setMeta(key, value) {
  memory.set(key, value);
  try {
    await writeMeta(key, value);
  } catch (problem) {
    console.warn("not saved on this phone", key, problem);
  }
}

async function writeMeta(key, value) {
  const tx = (await database()).transaction("meta", "readwrite", STRICT);
  if (value === undefined) tx.store.delete(key);
  else tx.store.put(value, key);
  await tx.done;
}

/**
 * Save one act. `build(seq)` makes the record (without waiting for anything: the transaction would close) and gets the
 * next number of this device. Number and act are written together or not at all. An act that is there already (`id`) stays as it is.
 */
export async function addAct(device, build, id = null) {
  const tx = (await database()).transaction(["acts", "meta"], "readwrite", STRICT);
  const done = tx.done;
  done.catch(() => {}); // awaited below; a failure before that must not go unheard twice
  const there = id && (await tx.objectStore("acts").get(id));
  if (there) { await done; return there; }
  const key = `seq:${device}`;
  const seq = ((await tx.objectStore("meta").get(key)) || 0) + 1;
  const record = build(seq);
  tx.objectStore("meta").put(seq, key);
  tx.objectStore("acts").add(record);
  await done;
  return record;
}

export async function allActs() {
  return (await database()).getAllFromIndex("acts", "saved_at");
}

/** Change some records by what the server said: `change(record)` returns the new record, or null to leave it. */
export async function changeActs(ids, change) {
  const tx = (await database()).transaction("acts", "readwrite", STRICT);
  const done = tx.done;
  done.catch(() => {});
  for (const id of ids) {
    const record = await tx.store.get(id);
    const changed = record && change(record);
    if (changed) tx.store.put(changed);
  }
  await done;
}

/** Forget acts that the server (of this epoch) received more than 30 days ago. Unsent acts are never forgotten. */
export async function forgetOld(now, epoch) {
  const old = (await allActs()).filter((r) => r.state === "received" && r.epoch === epoch && now - r.saved_at > KEEP_MS);
  const tx = (await database()).transaction("acts", "readwrite", STRICT);
  for (const record of old) tx.store.delete(record.id);
  await tx.done;
}
