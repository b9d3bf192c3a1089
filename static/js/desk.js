// Small comforts of the desk; every page works without them.
(() => {
  "use strict";

  const unsaved = new Set();
  const keeping = new Map();

  // `/` goes to the search box, unless one is typing.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector("[data-slash]");
      if (box) { event.preventDefault(); box.focus(); }
    }
    if (event.key === "Escape") {
      const menu = event.target.closest("details[data-menu][open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });

  // A menu closes when one clicks elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Leaving with unsaved text asks; a sent form or a saved draft does not.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) unsaved.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (keeping.has(event.target)) {
      keeping.set(event.target, event.submitter);
      event.preventDefault();
      return;
    }
    unsaved.delete(event.target);
    const button = event.submitter;
    if (button && event.target.method === "post") {
      if (button.dataset.sent) { event.preventDefault(); return; }
      button.dataset.sent = "1";
      button.setAttribute("aria-disabled", "true");
      window.setTimeout(() => { delete button.dataset.sent; button.removeAttribute("aria-disabled"); }, 4000);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    unsaved.forEach((form) => { if (!form.isConnected) unsaved.delete(form); });
    if (unsaved.size) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-sent]").forEach((button) => {
      delete button.dataset.sent;
      button.removeAttribute("aria-disabled");
    });
  });
  // A form that is sent while its draft is being kept waits for the draft's version: else one would be late by oneself.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.matches("[data-draft]") && event.detail.elt.closest("form");
    if (!form) return;
    if (form.querySelector("[data-sent]")) event.preventDefault();
    else keeping.set(form, null);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.matches("[data-draft]") && event.detail.elt.closest("form");
    if (!form) return;
    const pressed = keeping.get(form);
    keeping.delete(form);
    if (event.detail.successful && !form.querySelector(".draft-state.is-refused")) unsaved.delete(form);
    if (pressed) form.requestSubmit(pressed);
  });

  // A part that could not be had or kept says so above, and what was typed stays.
  const tell = (text, link) => {
    const place = document.getElementById("alerts");
    if (!place) return;
    const line = document.createElement("p");
    line.className = "callout tone-amber";
    line.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.url;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      anchor.textContent = link.label;
      line.append(" ", anchor);
    }
    place.replaceChildren(line);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const address = event.detail.xhr.responseURL;
    if (!address || !new URL(address).pathname.startsWith("/accounts/")) return;
    event.detail.shouldSwap = false;
    hasExpired = true;
    tell("登录已过期，填写的内容还在本页。请在新窗口登录后回到这里继续。", { url: "/accounts/login/", label: "去登录" });
  });
  // After logging in again elsewhere the page takes the new token, so that what was typed can be sent.
  let hasExpired = false;
  window.addEventListener("focus", async () => {
    if (!hasExpired) return;
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (new URL(answer.url).pathname.startsWith("/accounts/")) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!fresh) return;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh.value; });
    hasExpired = false;
    tell("已重新登录，可以继续填写和提交。");
  });
  document.addEventListener("htmx:sendError", () => tell("网络不通，刚才的内容还没有保存。"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) tell("系统出错，刚才的内容还没有保存，请稍后再试。");
  });

  // A click anywhere in a row opens it, as its link does.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr.opens");
    const isOwn = event.target.closest("a, button, input, label, select, textarea, summary, .pick");
    if (!row || isOwn || event.defaultPrevented || window.getSelection().toString()) return;
    const link = row.querySelector(".row-link");
    if (link && (event.ctrlKey || event.metaKey)) window.open(link.href, "_blank", "noopener");
    else if (link) link.click();
  });

  // Picking rows for a batch.
  const count = (form) => {
    const boxes = [...form.querySelectorAll('[name="picked"]')];
    const picked = boxes.filter((box) => box.checked).length;
    const words = form.querySelector("[data-batch-count]");
    if (words) words.textContent = `已选 ${picked} 项：`;
    const all = form.querySelector("[data-pick-all]");
    if (all) {
      all.checked = picked > 0 && picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    }
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-batch]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) {
      form.querySelectorAll('[name="picked"]').forEach((box) => { box.checked = event.target.checked; });
    }
    count(form);
  });

  // What stands beside the page is never higher than what is left of the window: it scrolls inside, before it sticks too.
  const fit = () => {
    document.querySelectorAll(".rail.is-sticky").forEach((rail) => {
      rail.style.setProperty("--rail-top", `${Math.max(68, Math.round(rail.getBoundingClientRect().top))}px`);
    });
  };
  window.addEventListener("scroll", fit, { passive: true });
  window.addEventListener("resize", fit);

  const ready = (root) => {
    fit();
    root.querySelectorAll("[data-pick-all]").forEach((box) => { box.hidden = false; });
    root.querySelectorAll("[data-batch]").forEach(count);
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  };
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) ready(event.detail.elt); });
})();
