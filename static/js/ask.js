// The public form: what reads like a report is stopped before it is sent, and the work a form costs is done in the browser.
(() => {
  "use strict";

  // SHA-256 (FIPS 180-4), ours because pages without https have no crypto.subtle. The state after whole blocks can be kept.
  const K = [], START = [];
  for (let n = 2; K.length < 64; n += 1) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) { isPrime = false; break; }
    if (!isPrime) continue;
    if (START.length < 8) START.push((Math.sqrt(n) % 1) * 2 ** 32 | 0);
    K.push((Math.cbrt(n) % 1) * 2 ** 32 | 0);
  }
  const W = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const compress = (state, bytes, from) => {
    for (let i = 0; i < 16; i += 1) {
      const j = from + 4 * i;
      W[i] = (bytes[j] << 24) | (bytes[j + 1] << 16) | (bytes[j + 2] << 8) | bytes[j + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const x = W[i - 15], y = W[i - 2];
      W[i] = (W[i - 16] + W[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    return [state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e, state[5] + f, state[6] + g, state[7] + h]
      .map((word) => word | 0);
  };
  const begin = (bytes) => {
    let state = START;
    const whole = bytes.length - (bytes.length % 64);
    for (let at = 0; at < whole; at += 64) state = compress(state, bytes, at);
    return { state, rest: bytes.subarray(whole), length: bytes.length };
  };
  const last = new Uint8Array(128);
  const finish = (begun, tail) => {
    const used = begun.rest.length + tail.length;
    const size = used < 56 ? 64 : 128;
    last.fill(0);
    last.set(begun.rest);
    last.set(tail, begun.rest.length);
    last[used] = 0x80;
    new DataView(last.buffer).setUint32(size - 4, (begun.length + tail.length) * 8);
    let state = compress(begun.state, last, 0);
    if (size === 128) state = compress(state, last, 64);
    return state;
  };
  const utf8 = new TextEncoder();
  const sha256 = (text) => finish(begin(utf8.encode(text)), new Uint8Array())
    .map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

  // The words of `report_words.py`, weighed as there.
  const weight = (patterns, text) => {
    const plain = text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
    return patterns.reduce((sum, [pattern, points]) => sum + (new RegExp(pattern, "u").test(plain) ? points : 0), 0);
  };
  window.lianfang = { sha256, weight };

  // A counter such that SHA-256 of `token:counter` begins with `bits` zeros, sought in short turns so that typing goes on.
  const prove = (token, bits, tell) => new Promise((done) => {
    const begun = begin(utf8.encode(`${token}:`));
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
