// The camera over a door: the card on the wall is scanned, and that is the tap.

import { button, h } from "../dom.js";
import { codeIn, doorOfCard } from "../doors.js";
import { asStop } from "../drops.js";
import { readSquares } from "../scanner.js";
import { t } from "../words.js";
import { frame } from "./panels.js";

/** The picture of the camera with a line below it that says how it stands. `read(text, say)`: what to do with a square; true when it was the right one. */
export function camera(app, read) {
  const line = h("p", { class: "scan-line", role: "status" }, t("scan.looking"));
  const video = h("video", { class: "camera", playsinline: "", muted: "", "aria-label": t("scan.picture") });
  video.muted = true; // the attribute alone does not do it on iPhones
  let last = "";
  const stop = readSquares(video, (text) => {
    if (text === last) return;
    last = text;
    if (read(text, (words) => { line.textContent = words; })) stop();
  }, (fault) => { line.textContent = t(fault); line.className = "error"; video.remove(); });
  app.stopCamera = stop;
  return [video, line];
}

/** Scan the card of this door: "arrived" is said by it, or "done" where she is already. */
export function scan(app, stop) {
  const door = app.doors().find((one) => one.stop.visit === stop.visit);
  const kind = door && door.step === "here" ? "done" : "arrived";
  const read = (text, say) => {
    const code = codeIn(text);
    if (!code) { say(t("scan.other")); return false; }
    const { door: found } = doorOfCard(code, app.doors(), stop);
    if (!found) { say(t("scan.elsewhere")); return false; }
    if (found.stop.visit !== stop.visit) { say(t("scan.belongs", { name: found.stop.elder.name })); return false; }
    app.tapDoor(kind, stop, code);
    return true;
  };
  return frame(app, t("scan"), stop,
    camera(app, read),
    h("p", { class: "soft" }, t("scan.hint")),
    h("div", { class: "stack" }, button(t(`scan.without.${kind}`), () => app.tapDoor(kind, stop), { class: "tall" })));
}

const LABEL = /^QS\/MEAL\/(\d{1,18})$/; // the same in Python: meals/rules/labels.py

/** Scan the label of a box at this door: that it was handed over is said by it. */
export function scanBox(app, stop) {
  const read = (text, say) => {
    const order = Number((LABEL.exec(text.trim().toUpperCase()) || [])[1]);
    if (!order) { say(t("scan.other")); return false; }
    const found = app.drops().flatMap((drop) => drop.boxes.map((one) => ({ ...one, door: drop.door }))).find((one) => one.box.order === order);
    if (!found) { say(t("scan.box.unknown")); return false; }
    if (found.door.id !== stop.door.id) { say(t("scan.box.belongs", { name: found.box.name })); return false; }
    if (found.state !== "planned") { say(t("scan.box.over")); return false; }
    app.tapBox("meal_handed", asStop(found.door, found.box), "", text.trim());
    return true;
  };
  return frame(app, t("scan.box"), stop, camera(app, read), h("p", { class: "soft" }, t("scan.box.hint")));
}
