// A place to sign: pen, finger or mouse. Strokes are kept as numbers, so that a reload, a turn of the tablet or a larger print lose none;
// the picture is drawn from them when it is sent.
//
//   const pad = signaturePad({ value, label, onChange });   → a <section>; put it anywhere
//   value     { strokes, by_name, by_relation, on_paper }    as `onChange` told it, or undefined
//   label     whose signature, in words
//   onChange  told after each stroke, undo, clear, typed letter: the new value. The section also sends a "signature" event with it (detail)
//
//   isSigned(value)      there is a name, and a stroke or "on paper"
//   pictureOf(value)     base64 of a PNG of at most 60,000 bytes; "" when it was signed on paper
//   signatureOf(value)   the members of the act "signature" (field/table/signing.py) that are about who signed and how
//
// stroke = [x, y, x, y, …], whole numbers from 0 to 1000 of the width, y to 400: a place to sign is 5 : 2.

import { h } from "./dom.js";
import { t } from "./words.js";

const WIDE = 1000;
const HIGH = 400;
const LINE = 7;
const PICTURES = [600, 450, 300]; // widths in pixels, the first that is small enough
const MOST_BYTES = 60000;
const MOST_POINTS = 6000; // of all strokes: more is scribble

const EMPTY = { strokes: [], by_name: "", by_relation: "", on_paper: false };
let made = 0;

export const isSigned = (value) => Boolean(value && value.by_name.trim() && (value.on_paper || value.strokes.length));

/** Draw strokes over the whole canvas. */
function draw(canvas, strokes, ink) {
  const pen = canvas.getContext("2d");
  const scale = canvas.width / WIDE;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.lineWidth = LINE * scale;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = ink;
  for (const stroke of strokes) {
    pen.beginPath();
    pen.moveTo(stroke[0] * scale, stroke[1] * scale);
    if (stroke.length === 2) pen.lineTo(stroke[0] * scale + 0.1, stroke[1] * scale);
    for (let n = 2; n < stroke.length; n += 2) pen.lineTo(stroke[n] * scale, stroke[n + 1] * scale);
    pen.stroke();
  }
}

export function pictureOf(value) {
  if (value.on_paper) return "";
  for (const width of PICTURES) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height: (width * HIGH) / WIDE });
    draw(canvas, value.strokes, "#1a1a1a");
    const text = canvas.toDataURL("image/png").split(",")[1];
    if (text.length * 0.75 <= MOST_BYTES) return text;
  }
  throw new Error("this signature is too large");
}

export function signatureOf(value) {
  const who = { by_name: value.by_name.trim(), by_relation: value.by_relation.trim() };
  return value.on_paper ? { ...who, on_paper: true } : { ...who, png: pictureOf(value) };
}

const within = (number, most) => Math.max(0, Math.min(most, Math.round(number)));

/** Follow the pen: `strokes` grows, `changed()` is told when a stroke ends. */
function follow(canvas, strokesOf, changed) {
  let stroke = null;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [within(((event.clientX - box.left) / box.width) * WIDE, WIDE), within(((event.clientY - box.top) / box.height) * HIGH, HIGH)];
  };
  const show = () => draw(canvas, stroke ? [...strokesOf(), stroke] : strokesOf(), getComputedStyle(canvas).color);
  const end = () => { if (!stroke) return; const done = stroke; stroke = null; changed([...strokesOf(), done]); show(); };
  canvas.addEventListener("pointerdown", (event) => {
    if (stroke || event.button > 0 || strokesOf().reduce((sum, one) => sum + one.length, 0) > 2 * MOST_POINTS) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = at(event);
    show();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || !canvas.hasPointerCapture(event.pointerId)) return;
    const [x, y] = at(event);
    if (Math.abs(x - stroke[stroke.length - 2]) + Math.abs(y - stroke[stroke.length - 1]) > 2) { stroke.push(x, y); show(); }
  });
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) canvas.addEventListener(kind, end);
  return show;
}

export function signaturePad({ value, label, onChange = () => {} }) {
  let held = { ...EMPTY, ...(value || {}) };
  const id = `signature-${(made += 1)}`;
  const canvas = h("canvas", { class: "pad", width: "800", height: "320", role: "img", "aria-label": t("sign.here", { who: label }) });
  const change = (changes) => {
    held = { ...held, ...changes };
    section.dataset.signed = String(isSigned(held));
    onChange(held);
    section.dispatchEvent(new CustomEvent("signature", { detail: held, bubbles: true }));
  };
  const show = follow(canvas, () => held.strokes, (strokes) => change({ strokes, on_paper: false }));
  const again = (strokes) => { change({ strokes }); show(); };
  const onPaper = h("button", {
    type: "button", "aria-pressed": String(held.on_paper), "data-on-paper": "",
    onclick: () => { change({ on_paper: !held.on_paper }); onPaper.setAttribute("aria-pressed", String(held.on_paper)); },
  }, t("sign.paper"));
  const field = (name, words, most) => [h("label", { for: `${id}-${name}` }, words),
    h("input", { id: `${id}-${name}`, name, maxlength: String(most), autocomplete: "off", value: held[name], oninput: (event) => change({ [name]: event.target.value }) })];
  const section = h("section", { class: "card signature", "aria-labelledby": id, "data-signed": String(isSigned(held)) },
    h("h3", { id }, label),
    field("by_name", t("sign.name"), 60), field("by_relation", t("sign.relation"), 20),
    h("p", { class: "soft small" }, t("sign.hint")),
    canvas,
    h("div", { class: "acts" },
      h("button", { type: "button", "data-undo-stroke": "", onclick: () => again(held.strokes.slice(0, -1)) }, t("sign.undo")),
      h("button", { type: "button", "data-clear": "", onclick: () => again([]) }, t("sign.clear"))),
    onPaper);
  requestAnimationFrame(show); // its colour is known once it stands in the page
  return section;
}
