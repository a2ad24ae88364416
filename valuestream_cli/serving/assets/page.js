"use strict";
const at = id => document.getElementById(id);
const shown = { path: "", view: "", zoom: 0 };   // zoom 0: as wide as there is room, and never larger than drawn
let streams = [], asked = 0;

async function ask(address) {
  const answer = await fetch(address);
  if (!answer.ok && answer.status !== 404) throw new Error(await answer.text());
  return answer.json();
}

function make(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function readAddress() {
  const told = new URLSearchParams(location.hash.slice(1));
  shown.path = told.get("stream") || shown.path;
  shown.view = told.get("view") || shown.view;
}

function writeAddress() {
  history.replaceState(null, "", "#" + new URLSearchParams({ stream: shown.path, view: shown.view }));
  document.title = `${shown.path} · ${shown.view}`;
}

function choose(change) {
  Object.assign(shown, change);
  writeAddress();
  refresh();
}

async function overview() {
  const told = await ask("/overview");
  streams = told.streams;
  const views = Object.keys(told.views);
  if (!streams.includes(shown.path)) shown.path = streams[0] || "";
  if (!views.includes(shown.view)) shown.view = views[0];
  at("stream").replaceChildren(...streams.map(path => new Option(path, path, false, path === shown.path)));
  at("views").replaceChildren(...views.map(view => {
    const tab = make("button", view);
    const isShown = view === shown.view;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(isShown));
    tab.setAttribute("aria-controls", "picture");
    tab.tabIndex = isShown ? 0 : -1;
    tab.title = told.views[view];
    tab.onclick = () => choose({ view });
    return tab;
  }));
  writeAddress();
}

async function refresh() {
  const number = ++asked;
  try {
    await overview();
    const query = new URLSearchParams({ path: shown.path, view: shown.view });
    const sheet = shown.path ? await ask(`/sheet?${query}`) : { problem: "there is no stream here yet", findings: [] };
    if (number === asked) show(sheet);
  } catch (error) {
    if (number === asked) notice(error.message);
  }
}

function notice(text) {
  at("notice").textContent = text;
  at("notice").hidden = !text;
}

function show(sheet) {
  const stale = sheet.picture ? "The file has errors. The picture shows how it was before them." : "The file has errors: see the findings.";
  notice(sheet.problem || (sheet.stale ? stale : ""));
  at("paper").innerHTML = sheet.picture || "";   // our own SVG: no script, all text of the file escaped
  fit();
  const findings = sheet.findings || [];
  at("found").textContent = findings.length ? `Findings: ${findings.length}` : "No findings";
  at("findings").replaceChildren(...findings.map(finding => {
    const item = document.createElement("li"), head = make("p", "");
    head.append(make("strong", `${finding.severity} ${finding.code} `, finding.severity), finding.rule);
    item.append(head, make("p", finding.message), make("p", finding.place, "place"), make("code", finding.line));
    if (finding.hint) item.append(make("p", finding.hint, "hint"));
    return item;
  }));
}

function fit() {
  const svg = at("paper").querySelector("svg");
  if (!svg) return;
  const width = svg.viewBox.baseVal.width;
  svg.style.width = shown.zoom ? `${width * shown.zoom}px` : `min(100%, ${width}px)`;
  svg.style.height = "auto";
}

function zoom(factor) {
  const svg = at("paper").querySelector("svg");
  if (!svg) return;
  const now = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  shown.zoom = factor ? Math.min(8, Math.max(.1, now * factor)) : 0;
  fit();
}

// a step that is a stream of its own leads to that stream, where it is served too
function follow(event) {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  const place = new URL(link.getAttribute("href"), new URL(shown.path, "http://streams/")).pathname.slice(1);
  const stem = decodeURIComponent(place).replace(/\.[^.]+\.svg$/, "");
  const path = streams.find(each => each.replace(/\.vs\.ya?ml$/, "").replace(/^(\.?\/)+/, "") === stem);
  if (path) choose({ path });
}

function tabKeys(event) {
  const tabs = [...at("views").children], now = tabs.indexOf(document.activeElement);
  const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (next === undefined || now < 0) return;
  event.preventDefault();
  const view = tabs[(next + tabs.length) % tabs.length].textContent;
  Object.assign(shown, { view });
  refresh().then(() => at("views").querySelector("[aria-selected=true]").focus());
}

function listen() {
  const news = new EventSource("/events");
  news.onmessage = () => { at("state").textContent = "live"; at("state").className = "live"; refresh(); };
  news.onerror = () => { at("state").textContent = "not connected"; at("state").className = ""; };
}

at("stream").onchange = event => choose({ path: event.target.value });
at("larger").onclick = () => zoom(1.25);
at("smaller").onclick = () => zoom(.8);
at("fit").onclick = () => zoom(0);
at("paper").onclick = follow;
at("views").onkeydown = tabKeys;
addEventListener("hashchange", () => { readAddress(); refresh(); });
addEventListener("keydown", event => {
  if (event.target.matches("select, input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const factor = { "+": 1.25, "=": 1.25, "-": .8, "0": 0 }[event.key];
  if (factor !== undefined) zoom(factor);
});
readAddress();
listen();
