// The square on the slip carries the code behind a "#": the browser keeps that to itself, so that it stands in no server's log. Here it goes into the field.
const field = document.getElementById('code');
const typed = location.hash.slice(1);
if (typed && field) {
  field.value = decodeURIComponent(typed).slice(0, 20);
  history.replaceState(null, '', location.pathname + location.search);
}
