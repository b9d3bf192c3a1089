// A long select becomes type-to-find (ARIA combobox); the select stays and is what the form sends.
(() => {
  "use strict";

  const LIMIT = 50;
  let number = 0;

  const words = (option) => `${option.textContent} ${option.dataset.words || ""}`.toLowerCase();

  const build = (select) => {
    if (select.dataset.built || select.multiple) return;
    select.dataset.built = "1";
    const id = `choice-${(number += 1)}`;
    const box = document.createElement("div");
    box.className = "choice";
    const input = document.createElement("input");
    input.type = "text";
    input.className = "form-select";
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", `${id}-list`);
    ["aria-describedby", "aria-invalid"].forEach((name) => {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    });
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const list = document.createElement("div");
    list.className = "choice-list";
    list.id = `${id}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label ? label.textContent.trim() : "");
    list.hidden = true;
    const options = [...select.options].filter((option) => option.value !== "");
    const blank = [...select.options].find((option) => option.value === "");
    input.placeholder = "输入名称、编码或拼音首字母查找";
    let shown = [];
    let active = -1;

    const settle = () => {
      const chosen = select.selectedOptions[0];
      input.value = chosen && chosen.value ? chosen.textContent.trim() : "";
    };
    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      const rows = list.querySelectorAll('[role="option"]');
      rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
      active = index;
      if (rows[index]) {
        input.setAttribute("aria-activedescendant", rows[index].id);
        rows[index].scrollIntoView({ block: "nearest" });
      }
    };
    const choose = (option) => {
      select.value = option ? option.value : "";
      settle();
      close();
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const open = (query) => {
      const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
      const found = options.filter((option) => terms.every((term) => words(option).includes(term)));
      shown = found.slice(0, LIMIT);
      list.replaceChildren(...shown.map((option, index) => {
        const row = document.createElement("div");
        row.id = `${id}-${index}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.textContent = option.textContent.trim();
        row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
        return row;
      }));
      if (found.length > LIMIT || !found.length) {
        const none = document.createElement("div");
        none.className = "choice-none";
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.setAttribute("aria-selected", "false");
        none.textContent = found.length ? `还有 ${found.length - LIMIT} 项，请再输入几个字` : "没有找到，请换个词";
        list.append(none);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      active = -1;
    };

    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => { if (list.hidden) open(""); });
    input.addEventListener("input", (event) => { event.stopPropagation(); open(input.value); if (shown.length) mark(0); });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) open("");
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (shown.length) mark((active + step + shown.length) % shown.length);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        choose(shown[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        settle();
        close();
      }
    });
    input.addEventListener("blur", () => {
      close();
      if (input.value.trim() === "" && blank) { if (select.value) choose(blank); } else settle();
    });
    select.addEventListener("change", settle);

    const name = select.id;
    select.id = `${name}-select`;
    input.id = name;
    if (select.required) { input.setAttribute("aria-required", "true"); select.required = false; }
    select.hidden = true;
    select.before(box);
    box.append(input, list, select);
    settle();
  };

  const ready = (root) => root.querySelectorAll("select[data-choice]").forEach(build);
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
})();

// A long list of checkboxes is narrowed by what one types, and tells how many are chosen.
(() => {
  "use strict";

  const FEW = 8;

  const build = (many) => {
    const rows = [...many.querySelectorAll(".form-check")].map((row) => {
      const group = row.closest(".many-group");
      const title = group.querySelector("legend");
      const words = [row.textContent, row.dataset.words, title && title.textContent];
      return { row, group, box: row.querySelector("input"), words: words.filter(Boolean).join(" ").toLowerCase() };
    });
    if (many.dataset.built || rows.length <= FEW) return;
    many.dataset.built = "1";
    const legend = many.closest("fieldset").querySelector("legend");
    const tools = document.createElement("div");
    tools.className = "many-tools";
    const input = document.createElement("input");
    input.type = "search";
    input.className = "form-control";
    input.autocomplete = "off";
    input.placeholder = "名称或拼音首字母";
    input.setAttribute("aria-label", `查找：${legend.firstChild.textContent.trim()}`);
    const told = document.createElement("p");
    told.className = "many-count";
    told.setAttribute("role", "status");

    const count = () => {
      const chosen = rows.filter(({ box }) => box.checked).length;
      const shown = rows.filter(({ row }) => !row.hidden).length;
      const found = shown ? `找到 ${shown} 项` : "没有找到，请换个词";
      told.textContent = `已选 ${chosen} 项，${input.value.trim() ? found : `共 ${rows.length} 项`}`;
    };
    const narrow = () => {
      const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((each) => { each.row.hidden = !terms.every((term) => each.words.includes(term)); });
      new Set(rows.map(({ group }) => group)).forEach((group) => {
        group.hidden = !group.querySelector(".form-check:not([hidden])");
      });
      count();
    };
    const button = (label, isChosen) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-quiet btn-sm";
      made.textContent = label;
      made.addEventListener("click", () => {
        rows.filter(({ row }) => !row.hidden).forEach(({ box }) => { box.checked = isChosen; });
        many.dispatchEvent(new Event("input", { bubbles: true }));
        count();
      });
      return made;
    };

    input.addEventListener("input", (event) => { event.stopPropagation(); narrow(); });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    many.addEventListener("change", count);
    window.addEventListener("pageshow", count);
    tools.append(input, button("全选", true), button("全不选", false), told);
    many.prepend(tools);
    count();
  };

  const ready = (root) => root.querySelectorAll("[data-many]").forEach(build);
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
})();
