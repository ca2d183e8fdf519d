// The telephone page: Enter takes the first person found, arrows choose another; in the table digits replace, arrows walk.

const caller = document.getElementById("caller-q");
// `autofocus` waits for the page to be painted; whoever types at once would lose the first letters, or set off a shortcut.
if (caller && document.activeElement === document.body) caller.focus();
const picks = () => [...document.querySelectorAll(".pick-line")];

caller?.form.addEventListener("submit", (event) => {
  // What stands in the list may be older than what was typed: then the server answers, and one match opens by itself.
  const first = document.querySelector("[data-first]"), list = document.getElementById("found");
  if (first && list.dataset.of === caller.value.trim()) { event.preventDefault(); window.location.href = first.href; }
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "found") event.target.dataset.of = caller.value.trim();
});
if (caller) document.getElementById("found").dataset.of = caller.value.trim();

document.addEventListener("keydown", (event) => {
  if (!caller || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const all = [caller, ...picks()], at = all.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  all[Math.min(all.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
});

// The table: one digit a field. A digit typed replaces what stands there; arrows go up, down and aside.
const fields = [...document.querySelectorAll("input.portions")];
const mark = (field) => field.dataset.was !== undefined && field.classList.toggle("changed", field.value.trim() !== field.dataset.was);

for (const field of fields) {
  mark(field);
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => { mark(field); field.select(); });
  field.addEventListener("keydown", (event) => {
    const row = field.closest("tr"), table = field.closest("table");
    const columns = [...row.querySelectorAll("input.portions")], column = columns.indexOf(field);
    const same = [...table.querySelectorAll("tbody tr")].map((r) => r.querySelectorAll("input.portions")[column]).filter(Boolean), at = same.indexOf(field);
    const next = { ArrowDown: same[at + 1], ArrowUp: same[at - 1], ArrowRight: columns[column + 1], ArrowLeft: columns[column - 1] }[event.key];
    if (next) { event.preventDefault(); next.focus(); }
  });
}
if (fields.includes(document.activeElement)) document.activeElement.select(); // the page had given it the focus before this ran
document.getElementById("error") && document.getElementById("reason")?.focus();
