// Binding a phone by a card, and the PIN. Both need signal; taps need neither.

import { button, h } from "../dom.js";
import { t } from "../words.js";

const pinField = (id, label) => [
  h("label", { for: id }, label),
  h("input", { id, type: "password", inputmode: "numeric", pattern: "[0-9]*", maxlength: "6", autocomplete: "off", class: "pin num" }),
];

const valueOf = (id) => document.getElementById(id).value.trim();

/** Why a PIN may not be chosen, as a word's key, or null. The server asks the same. */
export function pinFault(pin) {
  if (!/^\d{6}$/.test(pin)) return "pin.six";
  if (/^(\d)\1{5}$/.test(pin) || "01234567890".includes(pin) || "09876543210".includes(pin)) return "pin.easy";
  return null;
}

function page(title, complaint, body, submit) {
  return h("form", { class: "card signin", onsubmit: (event) => { event.preventDefault(); submit(); } }, h("h1", {}, title), body, complaint);
}

/** No binding yet: the card's code. */
export function card(app) {
  const complaint = h("p", { class: "error", role: "alert" }, app.cardFault ? t(app.cardFault) : "");
  const body = [
    h("p", {}, t("card.hint")),
    h("label", { for: "code" }, t("card.code")),
    h("input", { id: "code", class: "code num", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "20", value: app.code || "" }),
    h("button", { class: "main tall" }, t("card.next")),
  ];
  return page(t("card.title"), complaint, body, () => app.tryCard(valueOf("code")));
}

/** The card is known (or the person signed in with a password): a PIN of one's own. */
export function choosePin(app) {
  const complaint = h("p", { class: "error", role: "alert" });
  const submit = async () => {
    const pin = valueOf("pin");
    const fault = pinFault(pin) || (pin === valueOf("again") ? null : "pin.differ");
    complaint.textContent = t(fault || (await app.bindPhone(pin)) || "wait");
  };
  const body = [h("p", { class: "big" }, t("card.hello", { name: app.guest.name })), pinField("pin", t("pin.choose")), pinField("again", t("pin.again")), h("button", { class: "main tall" }, t("pin.save"))];
  return page(t("card.title"), complaint, body, submit);
}

/** The sign-in of twelve hours is over: the PIN opens the next one. */
export function pin(app) {
  const complaint = h("p", { class: "error", role: "alert" });
  const submit = async () => {
    const { key, n } = await app.enterPin(valueOf("pin"));
    if (key) complaint.textContent = t(key, { n });
  };
  const body = [pinField("pin", t("pin.enter")), h("button", { class: "main tall" }, t("pin.go")), button(t("pin.later"), () => app.close(), { class: "quiet tall" })];
  return h("section", { class: "panel", role: "dialog", "aria-modal": "true", "aria-label": t("pin.title") }, page(t("pin.title"), complaint, body, submit));
}
