// What is being filled in, in databases of their own: the acts' one keeps its layout, so that no page of an older version is shut out.
// Every answer is written with durability "strict": what was said at the table is on the disk before the next question.

import { openDB } from "../../vendor/idb.js";

const STRICT = { durability: "strict" };

/** Things with a `key` and a `changed_at`, in a database of this name: { all, put, drop }. */
function shelf(name) {
  let opening = null;
  const memory = new Map(); // what a phone that cannot save still knows while the page is open

  function database() {
    if (!opening) {
      opening = openDB(name, 1, {
        upgrade(db) { db.createObjectStore("forms", { keyPath: "key" }); },
        blocking(_old, _next, event) { event.target.close(); opening = null; },
        terminated() { opening = null; },
      });
      opening.catch(() => { opening = null; });
    }
    return opening;
  }

  async function remove(keys) {
    for (const key of keys) memory.delete(key);
    try {
      const tx = (await database()).transaction("forms", "readwrite", STRICT);
      for (const key of keys) tx.store.delete(key);
      await tx.done;
    } catch (problem) {
      console.warn("cannot be deleted", name, problem);
    }
  }

  return {
    /** Every one on this phone, whoever began it; the last changed one last. */
    async all() {
      let kept = [];
      try {
        kept = await (await database()).getAll("forms");
      } catch (problem) {
        console.warn("cannot be read", name, problem);
      }
      const found = new Map(kept.map((one) => [one.key, one]));
      for (const [key, one] of memory) found.set(key, one);
      return [...found.values()].sort((a, b) => a.changed_at - b.changed_at);
    },
    /** Keep one as it stands now. False when only this page remembers it. */
    async put(one) {
      try {
        const tx = (await database()).transaction("forms", "readwrite", STRICT);
        tx.store.put(one);
        await tx.done;
        memory.delete(one.key);
        return true;
      } catch (problem) {
        memory.set(one.key, one);
        return false;
      }
    },
    drop: (keys) => (keys.length ? remove(keys) : Promise.resolve()),
  };
}

const forms = shelf("qianshou-forms");
const visits = shelf("qianshou-visits");

export const { all: allForms, put: putForm, drop: dropForms } = forms;
export const { all: allVisits, put: putVisit, drop: dropVisits } = visits;

/** A phone that was signed off forgets what was begun on it: it may be in a stranger's hand. */
export async function forgetForms() {
  for (const one of [forms, visits]) await one.drop((await one.all()).map((thing) => thing.key));
}
