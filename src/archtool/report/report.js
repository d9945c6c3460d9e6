
// Filters, keys, the reason of a rule, the theme, sorting. The report can be read without any of it.
"use strict";
(() => {
  const root = document.documentElement;
  const memory = {
    get: (key) => { try { return localStorage.getItem("archtool-" + key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem("archtool-" + key, value); } catch { /* a browser that keeps nothing */ } },
  };
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const THEMES = ["auto", "light", "dark"];

  function setTheme(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    const shown = $("#theme span");
    if (shown) shown.textContent = theme;
  }

  function nextTheme() {
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme || "auto") + 1) % THEMES.length];
    memory.set("theme", theme);
    setTheme(theme);
  }

  function later(work) {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(work, 100); };
  }

  // The filters over blocks. A text is looked at in lower case, once.
  function blockFilters() {
    const blocks = all(".blocks > li");
    const boxes = all(".fates input");
    const rule = $("#by-rule"), find = $("#find"), shown = $("#shown"), reset = $("#reset");
    if (!find) return null;
    const fateOf = (block) => block.classList[0];
    const texts = new Map();
    const textOf = (block) => {
      let text = texts.get(block);
      if (text === undefined) texts.set(block, (text = block.textContent.toLowerCase()));
      return text;
    };
    const active = () => rule.value !== "" || find.value.trim() !== "" || boxes.some((box) => !box.checked);

    function apply() {
      const fates = new Set(boxes.filter((box) => box.checked).map((box) => box.id.slice(5)));
      const wanted = find.value.trim().toLowerCase();
      let count = 0;
      for (const block of blocks) {
        const fits = fates.has(fateOf(block)) && (!rule.value || block.dataset.rule === rule.value) && (!wanted || textOf(block).includes(wanted));
        if (block.hidden === fits) block.hidden = !fits;
        if (fits) count++;
      }
      for (const article of all("article")) article.hidden = active() && !$(".blocks > li:not([hidden])", article);
      for (const list of all(".filtered > .blocks")) list.hidden = count === 0;
      $(".nothing").hidden = count > 0 || blocks.length === 0;
      reset.hidden = !active();
      shown.value = active() ? `${count.toLocaleString("en")} of ${blocks.length.toLocaleString("en")}` : "";
    }

    function clear() {
      for (const box of boxes) box.checked = true;
      rule.value = find.value = "";
      apply();
    }

    for (const box of boxes) box.addEventListener("change", apply);
    rule.addEventListener("change", apply);
    find.addEventListener("input", later(apply));
    reset.addEventListener("click", () => { clear(); find.focus(); });
    if (active()) apply();  // what a browser remembers when it loads again
    return { blocks, boxes, find, fateOf, active, clear };
  }

  // Moving from block to block.
  function mover(filters) {
    let current = null;

    function go(block) {
      if (!block) return;
      if (block.closest("[hidden]")) filters.clear();
      current = block;
      block.tabIndex = -1;
      block.focus({ preventScroll: true });
      block.scrollIntoView({ block: "nearest" });
      tip.show($(".rule", block), true);
    }

    // Where to begin: the block in focus, the one that was, or the first that is in view.
    function here() {
      const focused = document.activeElement?.closest?.(".blocks > li");
      if (focused) return focused;
      if (current && !current.closest("[hidden]")) {
        const box = current.getBoundingClientRect();
        if (box.bottom > 0 && box.top < innerHeight) return current;
      }
      return null;
    }

    function step(by, fits = () => true) {
      const { blocks } = filters;
      const from = here();
      let at = from ? blocks.indexOf(from) + by : blocks.findIndex((block) => !block.closest("[hidden]") && block.getBoundingClientRect().top >= 80);
      if (!from && at < 0) at = by > 0 ? 0 : blocks.length - 1;
      while (at >= 0 && at < blocks.length && (blocks[at].closest("[hidden]") || !fits(blocks[at]))) at += by;
      go(blocks[at]);
    }

    function stepFate(by) {
      const from = here();
      const fate = from && filters.fateOf(from);
      step(by, (block) => filters.fateOf(block) !== fate);
    }

    function follow() {
      $("a.original", here() || document.createElement("i"))?.click();
    }

    // A link to a block that a filter hides shows it.
    function arrive() {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target?.matches(".blocks > li")) go(target);
      else if (target?.matches("[id^=rule-]")) {
        const folded = target.closest("details");
        if (folded && !folded.open) { folded.open = true; target.scrollIntoView(); }
      }
    }
    addEventListener("hashchange", arrive);
    if (location.hash) arrive();
    return { step, stepFate, follow };
  }

  // The reason of a rule, beside the rule that the pointer is on or that is in focus.
  const tip = {
    timer: 0,
    rule: null,
    show(rule, passive = false) {
      clearTimeout(this.timer);
      const box = $("#tip");
      this.rule = rule;
      box.classList.toggle("passive", passive);  // what came by a key is not in the way of the pointer
      if (!rule) { box.hidden = true; return; }
      const name = document.createElement("b");
      name.textContent = rule.textContent;
      const why = document.getElementById(rule.getAttribute("aria-describedby"));
      box.replaceChildren(name, why ? why.textContent : "");
      box.hidden = false;
      this.place();
    },
    place() {
      const box = $("#tip");
      const at = this.rule.getBoundingClientRect(), size = box.getBoundingClientRect();
      const below = at.bottom + 6 + size.height < innerHeight;
      if (at.bottom < 0 || at.top > innerHeight) { box.hidden = true; return; }
      box.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8)) + "px";
      box.style.top = (below ? at.bottom + 6 : at.top - size.height - 6) + "px";
    },
    hide() { clearTimeout(this.timer); this.timer = setTimeout(() => { $("#tip").hidden = true; }, 150); },
    begin() {
      const box = $("#tip");
      document.addEventListener("pointerover", (event) => {
        const rule = event.target.closest?.(".rule");
        if (rule) this.show(rule);
        else if (event.target.closest?.("#tip")) clearTimeout(this.timer);
        else if (!box.hidden && !document.activeElement?.matches(".rule, .blocks > li")) this.hide();
      });
      document.addEventListener("focusin", (event) => {
        if (event.target.matches(".rule")) this.show(event.target);
        else if (!event.target.matches(".blocks > li")) this.hide();
      });
      addEventListener("scroll", () => { if (!box.hidden) this.place(); }, { passive: true });
    },
  };

  function listen(filters, moves) {
    const letters = $("#letters"), keys = $("#keys"), find = filters?.find || $("#find-page");
    letters.checked = memory.get("keys") !== "off";
    letters.addEventListener("change", () => memory.set("keys", letters.checked ? "on" : "off"));
    document.addEventListener("click", (event) => { if (keys.open && !event.target.closest("#keys")) keys.open = false; });

    let before = null;  // what was in focus when the keys were opened by a key

    function openKeys() {
      if (keys.open) { closeKeys(); return; }
      before = document.activeElement;
      keys.open = true;
      letters.focus({ preventScroll: true });
    }

    function closeKeys() {
      keys.open = false;
      (before && before !== document.body ? before : $("summary", keys)).focus({ preventScroll: true });
      before = null;
    }

    function escape() {
      if (keys.open) closeKeys();
      else if (!$("#tip").hidden) $("#tip").hidden = true;
      else if (filters?.active()) filters.clear();
    }

    const actions = {
      t: nextTheme,
      "?": openKeys,
      "/": () => { find?.focus(); find?.select(); },
    };
    if (moves) {
      Object.assign(actions, {
        j: () => moves.step(1), k: () => moves.step(-1), n: () => moves.stepFate(1), p: () => moves.stepFate(-1), g: moves.follow,
      });
      filters.boxes.forEach((box, number) => { actions[number + 1] = () => box.click(); });
    }

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const typing = event.target.matches("input[type=search], select, textarea");
      if (event.key === "Escape") {
        if (event.target === find && find.value === "") find.blur();
        else if (!typing || event.target === find) escape();
        return;
      }
      if (typing) return;
      if (moves && event.target.matches(".blocks > li") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        moves.step(event.key === "ArrowDown" ? 1 : -1);
        return;
      }
      const action = letters.checked && actions[event.key];
      if (action) { event.preventDefault(); action(); }
    });
  }

  // The list of pages: filtered by rule and by text, sorted by a column.
  function pageList() {
    const body = $("table.pages tbody");
    if (!body) return;
    const rows = [...body.rows], rule = $("#pages-by-rule"), find = $("#find-page"), shown = $("#pages-shown");

    function apply() {
      const wanted = find.value.trim().toLowerCase();
      let count = 0;
      for (const row of rows) {
        const fits = (!rule.value || row.dataset.rules.split(" ").includes(rule.value)) && (!wanted || row.cells[1].textContent.toLowerCase().includes(wanted));
        row.hidden = !fits;
        if (fits) count++;
      }
      shown.value = count < rows.length ? `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")}` : "";
    }
    rule.addEventListener("change", apply);
    find.addEventListener("input", later(apply));
    apply();

    const heads = all("th", body.parentElement.tHead);
    heads.forEach((head, column) => $(".sort", head)?.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "descending" || (column < 2 && head.getAttribute("aria-sort") !== "ascending");
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "ascending" : "descending");
      const value = (row) => row.cells[column].dataset.value;
      const compare = column === 1
        ? (a, b) => a.cells[1].textContent.localeCompare(b.cells[1].textContent)
        : (a, b) => value(a) - value(b);
      rows.sort((a, b) => (down ? 1 : -1) * compare(a, b));
      body.append(...rows);
    }));
  }

  root.classList.add("js");
  setTheme(THEMES.includes(memory.get("theme")) ? memory.get("theme") : "auto");
  document.addEventListener("DOMContentLoaded", () => {
    setTheme(root.dataset.theme || "auto");
    $("#theme").addEventListener("click", nextTheme);
    tip.begin();
    const filters = blockFilters();
    listen(filters, filters && mover(filters));
    pageList();
  });
})();
