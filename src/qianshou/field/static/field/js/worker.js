// The service worker keeps the page's own files, so that the page opens without signal from the second opening on.

/** Register it. False where there is none (WeChat's browser, a page without HTTPS): then only an open page works. */
export async function registerWorker(onNewVersion) {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return false;
  try {
    const hadOne = Boolean(navigator.serviceWorker.controller);
    await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
    navigator.serviceWorker.addEventListener("controllerchange", () => { if (hadOne) onNewVersion(); });
    return true;
  } catch (problem) {
    return Boolean(navigator.serviceWorker.controller); // no signal: the one that opened this page is enough
  }
}
