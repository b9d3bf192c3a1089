// Large type, remembered in this browser only.
(() => {
  "use strict";

  const root = document.documentElement;
  const read = () => { try { return window.localStorage.getItem("large") === "1"; } catch { return false; } };
  const write = (isLarge) => { try { window.localStorage.setItem("large", isLarge ? "1" : "0"); } catch { /* not kept */ } };
  root.classList.toggle("is-large", read());

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-large]").forEach((button) => {
      const words = [button.textContent, button.dataset.large];
      const tell = (isLarge) => { button.textContent = words[Number(isLarge)]; };
      button.hidden = false;
      tell(root.classList.contains("is-large"));
      button.addEventListener("click", () => {
        const isLarge = root.classList.toggle("is-large");
        tell(isLarge);
        write(isLarge);
      });
    });
  });
})();
