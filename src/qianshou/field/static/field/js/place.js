// Where the phone is: only when its owner switched that on, and never waiting for it. Whole millionths of a degree.

const FRESH_MS = 60000;
let watch = null;
let last = null;

export function followPlace(on) {
  if (on && watch === null && navigator.geolocation) {
    watch = navigator.geolocation.watchPosition(
      ({ coords }) => { last = { at: Date.now(), lat_e6: Math.round(coords.latitude * 1e6), lng_e6: Math.round(coords.longitude * 1e6), acc_m: Math.min(100000, Math.round(coords.accuracy)) }; },
      () => { last = null; },
      { enableHighAccuracy: false, maximumAge: 30000 },
    );
  } else if (!on && watch !== null) {
    navigator.geolocation.clearWatch(watch);
    watch = null;
    last = null;
  }
}

export function lastPlace(now) {
  if (!last || Math.abs(now - last.at) > FRESH_MS) return null;
  const { lat_e6, lng_e6, acc_m } = last;
  return { lat_e6, lng_e6, acc_m };
}
