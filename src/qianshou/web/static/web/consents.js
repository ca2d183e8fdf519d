// The form of consents: what belongs to the chosen way of saying so, and a pad to sign on.
const ways = document.querySelectorAll('input[name="how"]');
const show = () => {
  for (const way of ways) document.getElementById(way.dataset.shows).hidden = !way.checked;
};
for (const way of ways) way.addEventListener('change', show);
if (ways.length) show();

const pad = document.getElementById('pad');
if (pad) {
  const ink = pad.getContext('2d');
  const kept = document.getElementById('signature');
  const clear = () => { ink.clearRect(0, 0, pad.width, pad.height); kept.value = ''; };
  const at = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) * (pad.width / box.width), (event.clientY - box.top) * (pad.height / box.height)];
  };
  let drawing = false;
  Object.assign(ink, { lineWidth: 5, lineCap: 'round', lineJoin: 'round', strokeStyle: '#1d1a16' });
  pad.addEventListener('pointerdown', (event) => {
    drawing = true;
    pad.setPointerCapture(event.pointerId);
    ink.beginPath();
    ink.moveTo(...at(event));
  });
  pad.addEventListener('pointermove', (event) => {
    if (!drawing) return;
    ink.lineTo(...at(event));
    ink.stroke();
  });
  for (const name of ['pointerup', 'pointercancel']) {
    pad.addEventListener(name, () => {
      if (drawing) kept.value = pad.toDataURL('image/png');
      drawing = false;
    });
  }
  document.getElementById('again').addEventListener('click', clear);
}
