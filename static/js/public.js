// Large type, remembered in this browser only.
(() => {
  "use strict";

  const root = document.documentElement;
  const read = () => { try { return window.localStorage.getItem("large") === "1"; } catch { return false; } };
  const write = (isLarge) => { try { window.localStorage.setItem("large", isLarge ? "1" : "0"); } catch { /* not kept */ } };
  root.classList.toggle("is-large", read());

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-large]").forEach((button) => {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(read()));
      button.addEventListener("click", () => {
        const isLarge = root.classList.toggle("is-large");
        button.setAttribute("aria-pressed", String(isLarge));
        write(isLarge);
      });
    });
  });
})();
