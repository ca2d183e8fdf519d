// To whom this phone is bound: one binding now, and the earlier ones whose acts are still kept.
// The token kept here can post acts, nothing else: reading the day needs the sign-in that the browser's cookie holds.

import { getMeta, setMeta } from "./store.js";

/** { device, token, name } or null. */
export async function current() {
  return (await getMeta("binding")) || null;
}

export async function bind(binding) {
  const known = (await getMeta("tokens")) || {};
  await setMeta("tokens", { ...known, [binding.device]: binding.token });
  await setMeta("binding", binding);
}

export async function tokenOf(device) {
  return ((await getMeta("tokens")) || {})[device] || null;
}

/** Sign out: day and table are forgotten; unsent acts, the token that can send them, and forms that were begun stay. */
export async function leave() {
  await setMeta("binding", undefined);
  await setMeta("day", undefined);
  await setMeta("table", undefined);
}
