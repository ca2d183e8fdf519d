// The day from the server, kept for times without signal.

import { officeDate, withoutPast } from "./day.js";
import { call } from "./net.js";
import { getMeta, setMeta } from "./store.js";
import { takeEpoch } from "./sender.js";

/** The kept day without what is past, or null. */
export async function keptDay(now = Date.now()) {
  return withoutPast((await getMeta("day")) || null, officeDate(now));
}

/**
 * Ask for the day. Returns { day, need, online }: need is null, "pin" (sign in again), "card" (no binding) or "revoked".
 * A phone that was signed off forgets the doors it kept.
 */
export async function fetchDay() {
  const kept = await keptDay();
  const headers = kept && kept.etag ? { "If-None-Match": kept.etag } : {};
  let answer;
  try {
    answer = await call("/day", { headers });
  } catch (problem) {
    return { day: kept, need: null, online: false };
  }
  if (answer.status === 304) return { day: await keep({ ...kept, fetched_at: Date.now() }), need: null, online: true };
  if (answer.status === 401) return refusedDay(kept, answer.body.why);
  if (answer.status !== 200) return { day: kept, need: null, online: false };
  await takeEpoch(answer.body.epoch);
  return { day: await keep({ ...answer.body, etag: answer.etag, fetched_at: Date.now() }), need: null, online: true };
}

async function keep(day) {
  await setMeta("day", day);
  return day;
}

async function refusedDay(kept, why) {
  if (why !== "revoked") return { day: kept, need: why, online: true };
  await setMeta("day", undefined);
  return { day: null, need: "revoked", online: true };
}
