// Words in the carer's language. Both languages are in the page, so that the choice needs no signal.

const all = JSON.parse(document.getElementById("words").textContent);
const tags = { "zh-hans": "zh-Hans", en: "en" };
let code = "zh-hans";

export const languages = [["zh-hans", "中文"], ["en", "English"]];

export function speak(language) {
  code = all[language] ? language : "zh-hans";
  document.documentElement.lang = tags[code];
}

export const spoken = () => code;

export function t(key, blanks = {}) {
  const text = all[code][key] || all.en[key] || key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in blanks ? String(blanks[name]) : whole));
}

/** Text that the server sends in both languages: {"zh": …, "en": …}, or plain. */
export function said(text) {
  if (!text || typeof text === "string") return text || "";
  return text[code === "en" ? "en" : "zh"] || text.zh || "";
}

export function reason(item) {
  const key = `reason.${item.reason}`;
  return all[code][key] ? t(key) : t("reason.error");
}
