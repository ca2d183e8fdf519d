// The map of lanes. Without WebGL the server's drawing stays, and a click on it drops the pin as well.

const box = document.querySelector("[data-map]");
const field = document.querySelector("[data-coordinates]"), datum = document.querySelector("[data-datum]");
const pinning = box && "pinning" in box.dataset && field;
const edge = (name) => Number(box.dataset[name]);
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function chosen(lon, lat) {
  field.value = `${lon.toFixed(6)}, ${lat.toFixed(6)}`;
  if (datum) datum.value = "wgs84";
}

function onDrawing(svg) {
  svg.addEventListener("click", (event) => {
    const at = svg.getBoundingClientRect(), x = (event.clientX - at.left) / at.width, y = (event.clientY - at.top) / at.height;
    chosen(edge("west") + x * (edge("east") - edge("west")), edge("north") - y * (edge("north") - edge("south")));
    const pin = svg.querySelector("[data-pin]"), view = svg.viewBox.baseVal;
    pin.setAttribute("visibility", "visible");
    pin.setAttribute("transform", `translate(${x * view.width} ${y * view.height})`);
  });
}

function canDraw() {
  try { return Boolean(window.maplibregl && document.createElement("canvas").getContext("webgl2")); } catch { return false; }
}

// Of labels that would lie over each other, the lane with more elders keeps its own; zooming in shows the others.
function apart(labels) {
  const taken = [];
  for (const label of labels) {
    const at = label.getBoundingClientRect();
    const free = taken.every((b) => at.left > b.right || at.right < b.left || at.top > b.bottom || at.bottom < b.top);
    label.classList.toggle("under", !free);
    if (free) taken.push(at);
  }
}

function popup(map, lane) {
  const link = document.createElement("a");
  link.href = lane.properties.url; link.textContent = `${lane.properties.name} · ${lane.properties.elders}`;
  new maplibregl.Popup().setLngLat(lane.geometry.coordinates).setDOMContent(link).addTo(map);
}

function live(lanes) {
  const holder = document.createElement("div");
  box.append(holder);
  maplibregl.setWorkerUrl(box.dataset.worker);
  const source = { type: "geojson", data: lanes };
  const circles = { id: "lanes", type: "circle", source: "lanes", paint: {
    "circle-radius": ["+", 5, ["min", 14, ["*", 1.6, ["sqrt", ["get", "elders"]]]]], "circle-color": ink("--due"), "circle-opacity": 0.3,
    "circle-stroke-color": ink("--due"), "circle-stroke-width": 1.5 } };
  const paper = { id: "paper", type: "background", paint: { "background-color": ink("--paper") } };
  const map = new maplibregl.Map({
    container: holder, attributionControl: false, style: { version: 8, sources: { lanes: source }, layers: [paper, circles] },
    bounds: [[edge("west"), edge("south")], [edge("east"), edge("north")]], keyboard: true, dragRotate: false,
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.ScaleControl());
  map.on("load", () => {
    box.classList.add("live");
    const labels = [...lanes.features].sort((a, b) => b.properties.elders - a.properties.elders).map((lane) => {
      const label = document.createElement("div");
      label.className = "map-label"; label.textContent = lane.properties.name;
      new maplibregl.Marker({ element: label, anchor: "left", offset: [12, 0] }).setLngLat(lane.geometry.coordinates).addTo(map);
      return label;
    });
    const thin = () => apart(labels);
    map.on("moveend", thin);
    thin();
  });
  map.on("error", () => { if (!box.classList.contains("live")) holder.remove(); });
  if (!pinning) { map.on("click", "lanes", (event) => popup(map, event.features[0])); return; }
  const pin = new maplibregl.Marker({ color: ink("--accent"), draggable: true });
  const [lon, lat] = field.value.split(",").map(Number);
  if (lon && lat) pin.setLngLat([lon, lat]).addTo(map);
  pin.on("dragend", () => chosen(pin.getLngLat().lng, pin.getLngLat().lat));
  map.on("click", (event) => { pin.setLngLat(event.lngLat).addTo(map); chosen(event.lngLat.lng, event.lngLat.lat); });
}

if (box) {
  if (pinning) onDrawing(box.querySelector("svg"));
  if (canDraw()) {
    try { live(JSON.parse(document.getElementById("lanes").textContent)); } catch (error) { console.warn("map:", error); }
  }
}
