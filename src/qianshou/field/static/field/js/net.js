// Talking to the server. Every answer tells the server's time and epoch; both are kept.

import { getMeta, setMeta } from "./store.js";

const PATIENCE_MS = 20000;
const TRUSTED_TRIP_MS = 10000; // a slower answer says too little about the clock

export const API = "/api/field";

/** { status, body } or throws when no answer came. `token` sends in the name of one binding. */
export async function call(path, { method = "GET", body, token, headers = {} } = {}) {
  const stop = new AbortController();
  const alarm = setTimeout(() => stop.abort(), PATIENCE_MS);
  const sent = Date.now();
  try {
    const response = await fetch(API + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        "X-Qianshou": "field", // a page of another site cannot set this: it stands in for a CSRF token, which would expire
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token ? { Authorization: `Device ${token}` } : {}),
        ...headers,
      },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error", // a hotel's or tunnel's sign-in page is not our server
      signal: stop.signal,
    });
    const answer = response.status === 304 ? await response.text().then(() => null) : await response.json();
    const received = Date.now();
    if (answer && typeof answer.server_now === "number") await setClock(answer.server_now, sent, received);
    return { status: response.status, body: answer, etag: response.headers.get("ETag") };
  } finally {
    clearTimeout(alarm);
  }
}

async function setClock(serverNow, sent, received) {
  if (received < sent || received - sent > TRUSTED_TRIP_MS) return; // the clock was moved meanwhile, or the trip was slow
  await setMeta("offset", Math.round(serverNow - (sent + received) / 2));
}

export async function clockOffset() {
  const offset = await getMeta("offset");
  return offset === undefined ? null : offset;
}
