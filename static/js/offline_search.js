// The search of an exported site: narrows the list on the page by words, pinyin and initials, from index.js beside it.
(() => {
  "use strict";

  const list = document.querySelector("[data-results]");
  const count = document.querySelector("[data-count]");
  const facets = document.querySelector("[data-facets]");
  const form = document.querySelector("[data-search]");
  const asked = new URLSearchParams(window.location.search);
  const isAsked = (row, name, key) => !asked.get(name) || row[key] === asked.get(name);
  const rows = (window.SEARCHED || []).filter((row) => isAsked(row, "category", "category") && isAsked(row, "department", "department_code"));
  const named = (name) => (rows.find((row) => row[`${name}_code`] === asked.get(name)) || {})[name] || "";
  const chosen = { topic: named("topic"), kind: named("kind") };
  const terms = () => form.elements.q.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);

  const element = (name, text, classes = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    if (classes) made.className = classes;
    return made;
  };

  const fits = (row, wanted, but) =>
    wanted.every((term) => row.words.includes(term)) &&
    Object.entries(chosen).every(([name, value]) => name === but || !value || row[name] === value);

  const shown = (row) => {
    const item = document.createElement("li");
    const link = element("a", row.title);
    link.href = row.url;
    const facts = element("p", "", "muted small");
    [row.topic, row.kind, row.department, row.day].filter(Boolean).forEach((fact, place) => {
      facts.append(element("span", place ? `· ${fact}` : fact, "part"), " ");
    });
    item.append(link, facts);
    return item;
  };

  const facet = (name, wanted) => {
    const counts = new Map();
    rows.filter((row) => fits(row, wanted, name)).forEach((row) => counts.set(row[name], (counts.get(row[name]) || 0) + 1));
    const line = element("p", "", "facets");
    line.append(element("span", `${list.dataset[name]} `, "muted"));
    [["", list.dataset.every], ...[...counts].map(([value, n]) => [value, `${value} ${n}`])].forEach(([value, text]) => {
      const button = element("button", text, "btn btn-link");
      button.type = "button";
      button.setAttribute("aria-pressed", String(chosen[name] === value));
      button.addEventListener("click", () => { chosen[name] = value; draw(); });
      line.append(button);
    });
    return line;
  };

  const draw = () => {
    const wanted = terms();
    const found = rows.filter((row) => fits(row, wanted));
    list.replaceChildren(...(found.length ? found.map(shown) : [element("li", list.dataset.none)]));
    count.textContent = (wanted.length || chosen.topic || chosen.kind ? list.dataset.some : list.dataset.all).replace("N", found.length);
    facets.replaceChildren(facet("topic", wanted), facet("kind", wanted));
  };

  form.elements.q.value = asked.get("q") || "";
  form.addEventListener("submit", (event) => { event.preventDefault(); draw(); });
  form.elements.q.addEventListener("input", draw);
  facets.hidden = false;
  draw();
})();
