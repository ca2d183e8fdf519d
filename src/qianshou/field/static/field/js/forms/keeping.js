// Writing what is being filled in: one write after the other, and of each thing only its newest state, so that a slow phone is never far behind.

let unwritten = 0; // states, of forms and visits, that are not on the disk yet

/**
 * A writer of things with a `key`. `put(thing)` resolves to false when only the page remembers it, `told(kept)` hears each answer.
 * The page's root tells whether everything is on the disk: data-kept = "writing" | "yes" | "no".
 */
export function keeper(put, told) {
  let saving = Promise.resolve();
  const waiting = new Map(); // by key, what is not being written yet
  const mark = (state) => { document.documentElement.dataset.kept = state; };

  async function writeAll() {
    const newest = [...waiting.values()];
    waiting.clear();
    for (const thing of newest) {
      const kept = await put(thing);
      unwritten -= 1;
      told(kept);
      if (!unwritten) mark(kept ? "yes" : "no");
    }
  }

  return {
    keep(thing) {
      if (!waiting.size) saving = saving.then(writeAll);
      if (!waiting.has(thing.key)) unwritten += 1;
      waiting.set(thing.key, thing);
      mark("writing");
    },
    /** Resolves when everything kept so far is written. */
    done: () => saving,
  };
}
