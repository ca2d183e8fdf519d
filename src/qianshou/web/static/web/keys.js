// Keyboard for a day's work. Any button, link or field with data-key="x" answers to x; `g` and a letter opens a room of the
// menu; `?` shows what this page knows. Keys never act while somebody types.

const typing = (el) => el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) && !/^(checkbox|radio|button|submit)$/.test(el.type));
const seen = (el) => el.getClientRects().length > 0 && !el.disabled;
const find = (attribute, key, ok = seen) => [...document.querySelectorAll(`[data-${attribute}]`)].find((el) => el.dataset[attribute].toLowerCase() === key && ok(el));
const words = (el) => (el.getAttribute("aria-label") || el.dataset.keyText || el.cloneNode(true).textContent || "").replace(/\s+/g, " ").trim();

let going = 0; // when `g` was pressed, or 0

function act(el) {
  if (typing(el)) { el.focus(); el.select?.(); } else el.click();
}

function show() {
  const dialog = document.getElementById("keys"), list = dialog?.querySelector("dl");
  if (!dialog || dialog.open) return;
  list.replaceChildren();
  const line = (keys, text) => {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    keys.forEach((k) => { const kbd = document.createElement("kbd"); kbd.textContent = k; dt.append(kbd, " "); });
    dd.textContent = text; list.append(dt, dd);
  };
  const known = new Set();
  for (const el of document.querySelectorAll("[data-key]")) {
    if (!seen(el) || known.has(el.dataset.key)) continue;
    known.add(el.dataset.key);
    const copy = el.cloneNode(true); copy.querySelectorAll?.("kbd").forEach((k) => k.remove());
    line([el.dataset.key], el.dataset.keyText || el.getAttribute("aria-label") || copy.textContent.replace(/\s+/g, " ").trim());
  }
  for (const el of document.querySelectorAll("[data-go]")) line(["g", el.dataset.go], words(el));
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = document.activeElement;
  if (typing(at)) { if (event.key === "Escape") at.blur(); return; }
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (going && Date.now() - going < 1500) {
    going = 0;
    const door = find("go", key, () => true); // also where the menu is folded
    if (door) { event.preventDefault(); door.click(); return; }
  }
  if (key === "?") { event.preventDefault(); show(); return; }
  const target = find("key", key);
  if (target && !(key === "enter" && at && at !== document.body && at.matches("a,button,summary"))) { event.preventDefault(); act(target); return; }
  if (key === "g") going = Date.now();
});

document.addEventListener("click", (event) => { if (event.target.closest("[data-keys-open]")) show(); });
