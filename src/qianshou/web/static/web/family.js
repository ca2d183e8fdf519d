// Beside each Shanghai time the reader's own, where the two differ. Without this script the page says that all times are Shanghai's.
const line = document.getElementById('zone');
if (line) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
  const lang = document.documentElement.lang;
  const says = (moment, where, more) => new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit', hour12: false, timeZone: where, ...more }).format(moment);
  const days = { month: 'numeric', day: 'numeric' };
  const same = (moment) => says(moment, 'Asia/Shanghai', days) === says(moment, undefined, days);
  const now = new Date(line.dataset.now);
  if (same(now)) {
    line.textContent = line.dataset.same;
  } else {
    line.textContent = line.dataset.other.replace('{time}', says(now, undefined, { weekday: 'short' })).replace('{zone}', zone.replaceAll('_', ' '));
    const marked = new Set();
    for (const time of document.querySelectorAll('time[datetime]')) {
      const moment = new Date(time.dateTime);
      const place = time.closest('.at') || time;
      if (marked.has(place)) continue; // of a span its beginning is enough
      marked.add(place);
      const yours = document.createElement('span');
      yours.className = 'yours';
      yours.textContent = line.dataset.yours.replace('{time}', says(moment, undefined, { weekday: 'short' }));
      place.append(yours);
    }
  }
}
