// The few things pages do by themselves: close a toast, print, copy a list for a chat group, send a filter when it changes.

function toast(text) {
  const box = document.createElement("div");
  box.className = "toast"; box.textContent = text;
  document.querySelector(".toasts")?.append(box);
  setTimeout(() => box.remove(), 4000);
}

document.addEventListener("click", async (event) => {
  const el = event.target instanceof Element ? event.target : null;
  if (el?.closest("[data-close]")) { el.closest(".toast, dialog")?.remove(); return; }
  if (el?.closest("[data-print]")) { window.print(); return; }
  const copy = el?.closest("[data-copy]");
  // navigator.clipboard exists on secure pages only; elsewhere the link opens the text, to be copied by hand.
  if (copy && navigator.clipboard) {
    event.preventDefault();
    try {
      const answer = await fetch(copy.dataset.copy, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      await navigator.clipboard.writeText(await answer.text());
      toast(copy.dataset.copied);
    } catch { window.location.href = copy.href; }
  }
});

document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-auto]")) event.target.closest("form").requestSubmit();
});

// On a narrow window the folded part of the menu would lie over the page: it opens when asked, and closes again.
const more = document.querySelector(".side .more"), narrow = window.matchMedia("(max-width: 800px)");
if (more && narrow.matches) more.open = false;
document.addEventListener("click", (event) => { if (more?.open && narrow.matches && !more.contains(event.target)) more.open = false; });

// The menu may be longer than the window: where one is must be seen.
document.querySelector(".side nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// What is folded in on the screen is needed on paper.
const folded = "main details.quiet:not([open])";
addEventListener("beforeprint", () => document.querySelectorAll(folded).forEach((d) => { d.open = true; d.dataset.forPaper = ""; }));
addEventListener("afterprint", () => document.querySelectorAll("details[data-for-paper]").forEach((d) => { d.open = false; delete d.dataset.forPaper; }));
