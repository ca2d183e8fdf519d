// What is laid out for the kitchen table, kept for times without signal.

import { officeDate } from "../day.js";
import { call } from "../net.js";
import { getMeta, setMeta } from "../store.js";
import { takeEpoch } from "../sender.js";
import { forgetForms } from "./store.js";

/** The kept table without packets whose last day is past, or null. */
export async function keptTable(now = Date.now()) {
  const table = (await getMeta("table")) || null;
  return table && { ...table, packets: table.packets.filter((packet) => packet.until >= officeDate(now)) };
}

/** Ask for it. Without signal, or without sign-in, what is kept stays; a phone that was signed off forgets it, and every form that was begun. */
export async function fetchTable() {
  const kept = (await getMeta("table")) || null;
  let answer;
  try {
    answer = await call("/table", { headers: kept && kept.etag ? { "If-None-Match": kept.etag } : {} });
  } catch (problem) {
    return;
  }
  if (answer.status === 200) {
    await takeEpoch(answer.body.epoch);
    await setMeta("table", { ...answer.body, etag: answer.etag, fetched_at: Date.now() });
  } else if (answer.status === 401 && answer.body.why === "revoked") {
    await setMeta("table", undefined);
    await forgetForms();
  }
}
