// The service worker: keeps the page's own files so that it opens without signal, and nothing else. Acts and the day are
// kept by the page itself (IndexedDB); nothing of /api/ is ever kept here. VERSION and FILES are written above by the server.
// A classic script: old Chrome has no module workers.

const CACHE = `qianshou-field-${VERSION}`;
const SHELL = "/field/";

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await Promise.all(FILES.map(async (address) => {
      const answer = await fetch(address, { cache: "reload", credentials: "omit", redirect: "error" }); // half a version is worse than the old one
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      await cache.put(address, answer);
    }));
    await self.skipWaiting(); // safe: every script is loaded when the page starts, none later
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("qianshou-field-") && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname.startsWith("/field")) event.respondWith(kept(SHELL, event.request));
  else if (FILES.includes(address.pathname)) event.respondWith(kept(address.pathname, event.request));
});

async function kept(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) || fetch(request);
}
