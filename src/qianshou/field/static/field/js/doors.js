// Which door a scanned card hangs by. The phone knows only hashes of its own doors' codes: a lost phone opens no door.

import { sha256 } from "./hash.js";

const HASH = 16; // letters, as the day sends them (field/day_page.py)
const CODE = /^[2-9A-HJ-KM-NP-Z]{12}$/;

/** The code in what was scanned; "" for a square of another kind. The same in Python: people/rules/wall.py. */
export function codeIn(scanned) {
  const code = scanned.trim().split("#door=").pop();
  return CODE.test(code) ? code : "";
}

/** What the phone knows of a card: a piece of its code's hash. */
export const hashOf = (code) => sha256(code).slice(0, HASH);

/**
 * { door, sure }: the door among these where the card hangs. Where no card of the `expected` door is known (it was printed after the day was fetched)
 * she is believed, and the office judges: `sure` is false then. `door` is null for the card of a door that is not hers.
 */
export function doorOfCard(code, doors, expected) {
  const hash = hashOf(code);
  const found = doors.filter((door) => (door.stop.wall || []).includes(hash));
  const here = expected && found.find((door) => door.stop.visit === expected.visit);
  if (found.length) return { door: here || found.find((door) => door.step !== "done") || found[0], sure: true };
  const unknown = expected && !(expected.wall || []).length;
  return { door: unknown ? doors.find((door) => door.stop.visit === expected.visit) || null : null, sure: false };
}
