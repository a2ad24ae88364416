"use strict";
const by = id => document.getElementById(id);
const root = document.documentElement, view = by("view"), details = by("details");
const picture = view.querySelector("svg");
const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value];
const rows = new Map([...document.querySelectorAll("tr[data-of]")].map(row => [row.dataset.of, row]));

// Zoom: the picture becomes larger than the window onto it, which the browser scrolls.
let scale = 1, isFitted = true;
const fit = () => Math.min(1, view.clientWidth / width);

function zoom(wanted, x = view.clientWidth / 2, y = view.clientHeight / 2) {
  const before = scale;
  scale = Math.min(8, Math.max(Math.min(0.2, fit()), wanted));
  isFitted = scale === fit();
  picture.style.width = `${width * scale}px`;
  picture.style.height = `${height * scale}px`;
  view.scrollTo((view.scrollLeft + x) * scale / before - x, (view.scrollTop + y) * scale / before - y);
}
function zoomAt(wanted, clientX, clientY) {
  const frame = view.getBoundingClientRect();
  zoom(wanted, clientX - frame.left, clientY - frame.top);
}
const zooms = {"+": () => zoom(scale * 1.25), "=": () => zoom(scale * 1.25), "-": () => zoom(scale / 1.25),
  "0": () => zoom(fit())};
by("zoom-in").onclick = zooms["+"];
by("zoom-out").onclick = zooms["-"];
by("zoom-fit").onclick = zooms["0"];
addEventListener("resize", () => { if (isFitted) zoom(fit()); });
view.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || !zooms[event.key]) return;
  event.preventDefault();
  zooms[event.key]();
});
view.addEventListener("wheel", event => {  // a pinch on a touchpad arrives as a wheel with Ctrl
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoomAt(scale * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
}, {passive: false});
let pinch = null;
const spread = ([one, two]) => Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
view.addEventListener("touchstart", event => {
  pinch = event.touches.length === 2 ? {apart: spread(event.touches), scale} : null;
}, {passive: true});
view.addEventListener("touchmove", event => {
  if (!pinch || event.touches.length !== 2) return;
  event.preventDefault();
  const [one, two] = event.touches;
  zoomAt(pinch.scale * spread(event.touches) / pinch.apart, (one.clientX + two.clientX) / 2,
    (one.clientY + two.clientY) / 2);
}, {passive: false});

// Move: fingers and keys scroll anyway, a mouse drags.
let drag = null, wasDragged = false;
view.addEventListener("pointerdown", event => {
  wasDragged = false;
  if (event.pointerType === "mouse" && event.button === 0) drag = [event.clientX, event.clientY];
});
addEventListener("pointermove", event => {
  if (!drag) return;
  const [x, y] = [drag[0] - event.clientX, drag[1] - event.clientY];
  if (!wasDragged && Math.hypot(x, y) < 4) return;
  wasDragged = true;
  root.classList.add("dragged");
  view.scrollBy(x, y);
  drag = [event.clientX, event.clientY];
});
addEventListener("pointerup", () => {
  drag = null;
  root.classList.remove("dragged");
});

// Details: what the table says about a step, beside the picture. A frame around the step is what the keyboard reaches:
// it lies on top, where nothing that is drawn later covers it.
let kept = null;
const frames = [];

function tell(frame) {
  const row = rows.get(frame.dataset.of), list = document.createElement("dl"), heading = document.createElement("h2");
  heading.textContent = row.dataset.name;
  heading.dir = "auto";
  for (const cell of row.querySelectorAll("td[data-name]")) {
    const pair = list.appendChild(document.createElement("div"));
    pair.appendChild(document.createElement("dt")).textContent = cell.dataset.name;
    pair.appendChild(document.createElement("dd")).textContent = cell.textContent;
  }
  list.append(...[...row.querySelectorAll("dl > div")].map(pair => pair.cloneNode(true)));
  details.querySelector(".hint").hidden = true;
  details.lastElementChild.replaceChildren(heading, list);
  for (const each of frames) each.classList.toggle("told", each === frame);
}
function keep(frame) {
  kept = frame === kept ? null : frame;
  for (const each of frames) each.setAttribute("aria-pressed", String(each === kept));
  by("let-go").hidden = !kept;
  if (kept) tell(kept);
}
function framed(step) {
  const {x, y, width, height} = step.getBBox(), {of, name} = rows.get(step.dataset.node).dataset;
  const frame = document.createElementNS(picture.namespaceURI, "rect");
  const isFirst = frames.every(each => each.dataset.of !== of);  // a step may be drawn in several places
  const said = {x: x - 4, y: y - 4, width: width + 8, height: height + 8, rx: 6, class: "frame", role: "button",
    tabindex: isFirst ? 0 : -1, "aria-label": name, "aria-pressed": false, "data-of": of};
  for (const [key, value] of Object.entries(said)) frame.setAttribute(key, value);
  return frame;
}
function watch(step) {
  const frame = picture.appendChild(framed(step));
  const link = step.querySelector("a");
  if (link) link.replaceWith(...link.childNodes);  // a click keeps the details, and those hold the link
  step.classList.add("step");
  step.setAttribute("aria-hidden", "true");
  step.addEventListener("pointerenter", () => { if (!kept && !drag) tell(frame); });
  step.addEventListener("click", () => {
    if (wasDragged) return;
    frame.focus({preventScroll: true});
    keep(frame);
  });
  frame.addEventListener("click", () => keep(frame));
  frame.addEventListener("focus", () => { if (!kept) tell(frame); });
  frame.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    keep(frame);
  });
  frames.push(frame);
}
picture.setAttribute("role", "group");
for (const step of picture.querySelectorAll("[data-node]")) if (rows.has(step.dataset.node)) watch(step);
by("let-go").onclick = () => {
  const frame = kept;
  keep(kept);
  frame.focus();
};
addEventListener("keydown", event => { if (event.key === "Escape" && kept) keep(kept); });

// Light and dark: as the reader's system says, until the button is pressed.
const dark = by("dark"), system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches;
const say = () => dark.setAttribute("aria-pressed", String(isDark()));
if (dark) {
  dark.onclick = () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    say();
  };
  system.addEventListener("change", say);
  say();
}

document.querySelector(".tools").hidden = false;
details.hidden = false;
zoom(fit());
view.scrollTo(0, 0);
