// The same sums as assessment/rules/scoring.py, so that points and level are seen at the table. The office works them out again: its word counts.
// A test scores random answers to every instrument on both sides.

const NOTHING = "none"; // the answer of a "many" item that excludes the others
const LONGEST_WORDS = 2000;

export const isEmpty = (value) => value === undefined || value === null || (Array.isArray(value) && !value.length) || (typeof value === "string" && !value.trim());

const answerOf = (item, code) => item.answers.find((one) => one.code === code);
const isScored = (item) => item.kind === "choice" && item.answers.every((one) => one.points !== null);

/** How long a text is as Python counts it: a rare character is one. */
const length = (text) => Array.from(text).length;

function faultOf(item, value) {
  if (item.kind === "choice") return typeof value === "string" && answerOf(item, value) ? "" : "unknown_answer";
  if (item.kind === "many") {
    if (!Array.isArray(value) || new Set(value).size !== value.length || value.some((code) => !answerOf(item, code))) return "unknown_answer";
    return value.includes(NOTHING) && value.length > 1 ? "nothing_and_more" : "";
  }
  if (item.kind === "number") {
    if (!Number.isInteger(value)) return "not_a_number";
    return value >= item.least && value <= item.most ? "" : "out_of_range";
  }
  return typeof value === "string" && length(value) <= LONGEST_WORDS ? "" : "too_long";
}

/** What is wrong, in the order of the items: [{ item, why }]. `partial`: a form in which nothing is missing yet. */
export function faultsOf(instrument, answers, changes = [], partial = false) {
  const found = Object.keys(answers).filter((code) => !instrument.items.some((item) => item.code === code)).map((item) => ({ item, why: "unknown_item" }));
  for (const item of instrument.items) {
    const value = answers[item.code];
    if (isEmpty(value)) {
      if (!partial && !item.optional) found.push({ item: item.code, why: "missing" });
    } else if (faultOf(item, value)) found.push({ item: item.code, why: faultOf(item, value) });
  }
  const known = instrument.changes.map((change) => change.code);
  const strange = Array.from(new Set(changes)).filter((code) => !known.includes(code)).sort();
  return found.concat(strange.map((item) => ({ item, why: "unknown_change" })));
}

const pointsOf = (item, answers) => (isScored(item) ? answerOf(item, answers[item.code]).points : 0);
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** { total, by_section, by_points, level, reasons }, or null while an answer is missing or makes no sense: nothing is made up for. */
export function score(instrument, answers, changes = []) {
  if (faultsOf(instrument, answers, changes).length) return null;
  const bySection = {};
  for (const { code } of instrument.sections) bySection[code] = sum(instrument.items.filter((item) => item.section === code).map((item) => pointsOf(item, answers)));
  const total = sum(Object.values(bySection));
  const band = instrument.bands.find((one) => one.least <= total && total <= one.most);
  if (!band) return { total, by_section: bySection, by_points: null, level: null, reasons: [] };
  const held = instrument.changes.filter((one) => changes.includes(one.code) || (one.item && answers[one.item] === one.answer));
  return { total, by_section: bySection, by_points: band.level, ...changed(instrument, band.level, held) };
}

/** The level after the reasons: first those that set one, then those that add; and which of them made a difference. */
function changed(instrument, byPoints, held) {
  const worst = Math.max(0, ...instrument.bands.map((band) => band.level));
  const reasons = [];
  let level = byPoints;
  for (const one of held) if (one.effect === "to" && one.level > level) { level = one.level; reasons.push(one.code); }
  const steps = held.filter((one) => one.effect === "by");
  if (!instrument.changes_add) { // one of them counts, and all are named: each alone would have done it
    const most = Math.max(0, ...steps.map((one) => one.level));
    if (most && level < worst) {
      level = Math.min(worst, level + most);
      reasons.push(...steps.filter((one) => one.level === most).map((one) => one.code));
    }
    return { level, reasons };
  }
  for (const one of steps) if (level < worst) { level = Math.min(worst, level + one.level); reasons.push(one.code); }
  return { level, reasons };
}

/** Points of a section all of whose items are answered, else null. */
export function sectionPoints(instrument, section, answers) {
  const items = instrument.items.filter((item) => item.section === section.code && isScored(item));
  return items.length && items.every((item) => answerOf(item, answers[item.code])) ? sum(items.map((item) => pointsOf(item, answers))) : null;
}
