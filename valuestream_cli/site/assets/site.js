"use strict";
(() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.words);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Reviews that are overdue on the day of reading, not on that of building.
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, "0")).join("-");
  for (const date of all("[data-review]")) {
    if (date.dateTime < today) date.after(" ", make("span", {className: "missed", textContent: words.overdue}));
  }

  // Tables that can be sorted: a heading becomes a button.
  const collator = new Intl.Collator(document.documentElement.lang, {numeric: true});
  const key = cell => cell?.dataset.sort ?? cell?.textContent.trim() ?? "";
  function compare(one, two) {
    if (one === "" || two === "") return (one === "") - (two === "");
    const numbers = [Number(one), Number(two)];
    return numbers.some(Number.isNaN) ? collator.compare(one, two) : numbers[0] - numbers[1];
  }
  function sort(table, heading) {
    const place = heading.cellIndex;
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of all("th[aria-sort]", table)) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows].map(row => [key(row.cells[place]), row]);
    rows.sort(([one], [two]) => (one === "" || two === "" ? compare(one, two) : compare(one, two) * (down ? -1 : 1)));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  }
  for (const table of all("table[data-sortable]")) {
    for (const heading of table.tHead.rows[0].cells) {
      if (heading.querySelector("a")) continue;
      const button = make("button", {type: "button", title: words.sort}, ...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading));
      heading.append(button);
    }
  }

  // What can be scrolled can be reached by keys; what cannot is no stop on the way.
  const hints = new Map();
  const watch = new ResizeObserver(seen => {
    for (const {target} of seen) {
      const isWide = target.scrollWidth > target.clientWidth;
      target.tabIndex = isWide ? 0 : -1;
      hints.get(target).hidden = !isWide;
    }
  });
  for (const part of all(".scroll")) {
    hints.set(part, make("p", {className: "hint sideways", textContent: `${words.sideways} →`, hidden: true}));
    part.before(hints.get(part));
    watch.observe(part);
  }

  // Views as tabs.
  for (const group of all("[data-tabs]")) {
    const panels = all(".panel", group);
    if (panels.length < 2) continue;
    const list = make("div", {className: "tabs"});
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", words.tab_list);
    const tabs = panels.map(panel => {
      const tab = make("button", {type: "button", id: `${panel.id}--tab`, textContent: panel.dataset.tab});
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => choose(tab));
      return tab;
    });
    const choose = chosen => tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      panels[place].classList.toggle("away", tab !== chosen);
    });
    list.addEventListener("keydown", event => {
      const steps = {ArrowRight: 1, ArrowLeft: -1, Home: -tabs.indexOf(document.activeElement), End: -1 - tabs.indexOf(document.activeElement)};
      if (!(event.key in steps)) return;
      event.preventDefault();
      const next = tabs.at((tabs.indexOf(document.activeElement) + steps[event.key]) % tabs.length);
      choose(next);
      next.focus();
    });
    list.append(...tabs);
    panels[0].before(list);
    group.classList.add("tabbed");
    choose(tabs[0]);
  }

  // The register: which rows are shown.
  const filters = document.querySelector(".filters");
  if (filters) {
    const rows = all("table.register tbody tr").map(row => ({row, text: plain(row.textContent)}));
    const box = filters.querySelector("input");
    const choices = all("select", filters);
    const count = filters.querySelector("[data-count]");
    const fits = {
      state: (row, value) => row.dataset.state === value,
      owner: (row, value) => row.dataset.owner === value,
      findings: (row, value) => row.dataset.findings === value,
      review: (row, value) => {
        const date = row.dataset.reviewBy;
        return value === (date === "" ? "none" : date < today ? "overdue" : "due");
      },
    };
    const filter = () => {
      const asked = plain(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const {row, text} of rows) {
        row.hidden = !asked.every(word => text.includes(word))
          || !choices.every(choice => !choice.value || fits[choice.dataset.filter](row, choice.value));
        shown += !row.hidden;
      }
      count.textContent = fill(count.dataset.count, {number: shown});
    };
    filters.addEventListener("input", filter);
    filters.hidden = false;
    filter();
  }

  // The search: through an index that is loaded when somebody searches.
  const search = document.querySelector(".search");
  const field = search.querySelector("input");
  const results = search.querySelector(".results");
  const [status, found] = [results.querySelector("p"), results.querySelector("ul")];
  const root = body.dataset.index.replace(/assets\/index\.js$/, "");
  const MOST = 40;
  const load = () => {
    if (!window.vsIndex && body.dataset.index && !load.begun) {
      load.begun = true;
      document.head.append(make("script", {src: body.dataset.index, onload: look}));
    }
  };
  function hits(asked) {
    const fits = text => asked.every(word => plain(text).includes(word));
    const named = [], others = [], steps = [];
    for (const [address, title, more, inner] of window.vsIndex) {
      if (fits(title)) named.push([address, title]);
      else if (fits(`${title} ${more}`)) others.push([address, title]);
      for (const [place, name, rest] of inner) {
        if (fits(name)) steps.unshift([place, name, title]);
        else if (fits(`${name} ${rest}`)) steps.push([place, name, title]);
      }
    }
    return [...named, ...others, ...steps];
  }
  function look() {
    const asked = plain(field.value).split(/\s+/).filter(Boolean);
    results.hidden = !asked.length;
    if (!asked.length || !window.vsIndex) return;
    const told = hits(asked);
    status.textContent = told.length ? fill(words.results, {number: told.length}) : words.no_results;
    found.replaceChildren(...told.slice(0, MOST).map(([address, title, stream]) => {
      const link = make("a", {href: address.startsWith("#") ? address : root + address, dir: "auto"}, title);
      return make("li", {}, link, ...(stream ? [" ", make("span", {className: "hint", dir: "auto", textContent: stream})] : []));
    }));
  }
  field.addEventListener("focus", load);
  field.addEventListener("input", () => { load(); look(); });
  search.addEventListener("keydown", event => {
    if (event.key === "Escape") { field.value = ""; look(); field.focus(); }
  });
  found.addEventListener("click", () => { field.value = ""; look(); });
  search.hidden = false;

  // A single file: one page is shown at a time. And a place inside something closed is opened.
  const pages = all(".page");
  const titles = document.title;
  let begun = false;
  function go() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id ? document.getElementById(id) : null;
    if (pages.length > 1) {
      const shown = pages.find(page => !page.classList.contains("away"));
      const chosen = target?.closest(".page") ?? (target && begun ? shown : pages[0]);
      begun = true;
      for (const page of pages) page.classList.toggle("away", page !== chosen);
      document.title = chosen === pages[0] ? titles : `${chosen.dataset.title} · ${titles}`;
      for (const link of all("header.site nav a")) {
        if (link.hash === `#${chosen.id}`) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    }
    target?.closest("details")?.setAttribute("open", "");
    if (target && (pages.length > 1 || target.closest("details"))) target.scrollIntoView();
  }
  addEventListener("hashchange", go);
  go();
})();
