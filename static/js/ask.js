// The public form: what reads like a report is stopped before it is sent, and the work a form costs is done in the browser (by sha256.js).
(() => {
  "use strict";

  // The words of `report_words.py`, weighed as there.
  const weight = (patterns, text) => {
    const plain = text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
    return patterns.reduce((sum, [pattern, points]) => sum + (new RegExp(pattern, "u").test(plain) ? points : 0), 0);
  };
  window.lianfang = { ...window.lianfang, weight };

  // A counter such that SHA-256 of `token:counter` begins with `bits` zeros, sought in short turns so that typing goes on.
  const prove = (token, bits, tell) => new Promise((done) => {
    const { begin, finish } = window.lianfang;
    const begun = begin(new TextEncoder().encode(`${token}:`));
    let counter = 0;
    const turns = () => {
      const until = performance.now() + 25;
      while (performance.now() < until) {
        for (let n = 0; n < 200; n += 1, counter += 1) {
          const digits = Uint8Array.from(String(counter), (digit) => digit.charCodeAt(0));
          if (Math.clz32(finish(begun, digits)[0]) >= bits) { done(String(counter)); return; }
        }
      }
      tell(100 * (1 - Math.exp(-counter / 2 ** bits)));
      setTimeout(turns, 0);
    };
    turns();
  });

  const hidden = (form, name) => form.querySelector(`input[type="hidden"][name="${name}"]`);

  // What reads like a report stays in the browser: the channels are shown instead. True when the form may be sent.
  const guard = (form) => {
    const { enough, patterns } = JSON.parse(form.dataset.words);
    const panel = form.querySelector("[data-report]");
    const isNoReport = hidden(form, "is_no_report");
    form.querySelectorAll("button[name='is_no_report']").forEach((button) => {
      button.addEventListener("click", () => { isNoReport.value = "1"; });
    });
    return () => {
      const written = [...form.querySelectorAll("textarea, input[type='text']")].map((field) => field.value).join("\n");
      const mayGo = Boolean(isNoReport.value) || weight(patterns, written) < enough;
      panel.hidden = mayGo;
      if (!mayGo) {
        panel.scrollIntoView({ block: "start" });
        panel.focus({ preventScroll: true });
      }
      return mayGo;
    };
  };

  // The work begins when somebody begins to write; who sends before it is done sees how far it is.
  const worker = (form) => {
    const working = form.querySelector("[data-working]");
    const proof = hidden(form, "proof");
    let begun = null;
    const work = () => {
      begun ||= prove(form.dataset.token, Number(form.dataset.bits), (percent) => {
        working.querySelector("progress").value = percent;
      }).then((counter) => { proof.value = counter; });
      return begun;
    };
    form.addEventListener("focusin", work, { once: true });
    return {
      isDone: () => Boolean(proof.value),
      work: () => { working.hidden = false; return work(); },
      rest: () => { working.hidden = true; },
    };
  };

  const prepare = (form) => {
    const mayGo = guard(form);
    const proof = form.dataset.token ? worker(form) : null;
    let isSending = false;
    window.addEventListener("pageshow", () => { isSending = false; proof?.rest(); });
    form.addEventListener("submit", (event) => {
      if (isSending || !mayGo()) { event.preventDefault(); return; }
      isSending = true;
      if (!proof || proof.isDone()) return;
      event.preventDefault();
      proof.work().then(() => form.submit());
    });
  };

  const count = (text) => {
    const left = document.createElement("p");
    left.className = "left";
    const tell = () => { left.textContent = `还可以写 ${Math.max(Number(text.dataset.count) - text.value.length, 0)} 字`; };
    text.after(left);
    text.addEventListener("input", tell);
    tell();
  };

  document.querySelectorAll("[data-count]").forEach(count);
  document.querySelectorAll("[data-words]").forEach(prepare);
  document.querySelectorAll("[data-focus]").forEach((place) => place.focus());

  // The receipt: copied also where a page without https has no clipboard, and printed.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector("[data-code]"));
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      if (document.execCommand("copy")) button.textContent = button.dataset.copy;
    });
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
