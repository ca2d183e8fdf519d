// The duty desk's sound: a chime, made here, when an alert comes that was not there before. Browsers play nothing before
// somebody has pressed a button on the page, so there is one; and until it is pressed the page says that it is silent.

const button = document.getElementById("sound"), KEY = "qianshou-sound";
let audio = null, newest = newestNow(), title = document.title;

function box() { return document.getElementById("alerts"); }
function newestNow() { return Number(box()?.dataset.newest || 0); }

function tone(at, pitch) {
  const wave = audio.createOscillator(), volume = audio.createGain();
  wave.frequency.value = pitch; wave.type = "sine";
  volume.gain.setValueAtTime(0.0001, at); volume.gain.exponentialRampToValueAtTime(0.5, at + 0.02); volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
  wave.connect(volume).connect(audio.destination); wave.start(at); wave.stop(at + 1);
}

function chime() {
  if (!audio || audio.state !== "running") return;
  [0, 0.35, 0.7].forEach((delay, i) => tone(audio.currentTime + delay, [660, 880, 1100][i]));
}

function show() {
  const on = audio?.state === "running";
  button.setAttribute("aria-pressed", String(on));
  button.firstChild.textContent = (on ? button.dataset.on : button.dataset.off) + " ";
}

async function enable() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  audio ??= new Context();
  await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, 300))]);
  show();
}

button?.addEventListener("click", async () => {
  if (audio?.state === "running") { await audio.suspend(); localStorage.removeItem(KEY); show(); return; }
  await enable(); localStorage.setItem(KEY, "1"); chime();
});

// Whoever had it on yesterday has it on today, from the first touch or key on the page.
if (localStorage.getItem(KEY)) for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { if (!audio) enable(); }, { once: true });

function look() {
  const count = Number(box()?.dataset.count || 0), latest = newestNow();
  document.title = count ? `(${count}) ${title}` : title;
  if (latest > newest) chime();
  newest = latest;
}
document.body.addEventListener("htmx:afterSettle", look);
look();
