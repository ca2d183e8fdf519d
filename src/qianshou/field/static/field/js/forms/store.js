// The forms that are being filled in, in a database of their own: the acts' one keeps its layout, so that no page of an older version is shut out.
// Every answer is written with durability "strict": what was said at the table is on the disk before the next question.

import { openDB } from "../../vendor/idb.js";

const STRICT = { durability: "strict" };
let opening = null;
const memory = new Map(); // what a phone that cannot save still knows while the page is open

function database() {
  if (!opening) {
    opening = openDB("qianshou-forms", 1, {
      upgrade(db) { db.createObjectStore("forms", { keyPath: "key" }); },
      blocking(_old, _next, event) { event.target.close(); opening = null; },
      terminated() { opening = null; },
    });
    opening.catch(() => { opening = null; });
  }
  return opening;
}

/** Every form on this phone, whoever began it; the last changed one last. */
export async function allForms() {
  let kept = [];
  try {
    kept = await (await database()).getAll("forms");
  } catch (problem) {
    console.warn("forms cannot be read", problem);
  }
  const found = new Map(kept.map((form) => [form.key, form]));
  for (const [key, form] of memory) found.set(key, form);
  return [...found.values()].sort((a, b) => a.changed_at - b.changed_at);
}

/** Keep a form as it stands now. False when only this page remembers it. */
export async function putForm(form) {
  try {
    const tx = (await database()).transaction("forms", "readwrite", STRICT);
    tx.store.put(form);
    await tx.done;
    memory.delete(form.key);
    return true;
  } catch (problem) {
    memory.set(form.key, form);
    return false;
  }
}

async function remove(keys) {
  for (const key of keys) memory.delete(key);
  try {
    const tx = (await database()).transaction("forms", "readwrite", STRICT);
    for (const key of keys) tx.store.delete(key);
    await tx.done;
  } catch (problem) {
    console.warn("forms cannot be deleted", problem);
  }
}

export const dropForms = (keys) => (keys.length ? remove(keys) : Promise.resolve());

/** A phone that was signed off forgets what was begun on it: it may be in a stranger's hand. */
export async function forgetForms() {
  await dropForms((await allForms()).map((form) => form.key));
}
