// 核验 on an exported site: SHA-256 of a file computed here (a page from a disk has no crypto.subtle), held against index.js.
(() => {
  "use strict";

  const known = window.KNOWN || { hashes: {}, states: {}, files: {} };
  const answer = document.querySelector("[data-answer]");

  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  const fraction = (value) => ((value - Math.floor(value)) * 2 ** 32) | 0;
  const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const table = primes.map((prime) => fraction(Math.cbrt(prime)));
  const turn = (word, by) => (word >>> by) | (word << (32 - by));

  const block = (state, view, at) => {
    const w = new Int32Array(64);
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const low = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const high = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + table[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
  };

  const sha256 = (bytes) => {
    const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
    padded.set(bytes);
    padded[bytes.length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
    const state = start.slice();
    for (let at = 0; at < padded.length; at += 64) block(state, view, at);
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };

  const tell = (hash) => {
    const file = known.files[hash];
    const whole = Object.keys(known.hashes).find((each) => each.startsWith(hash));
    const number = file ? file[0] : whole && known.hashes[whole][0];
    const kind = !number ? "bad" : known.states[number] === "published" ? "good" : "ended";
    answer.className = `answer is-${kind === "ended" ? "note" : kind}`;
    answer.querySelector("h2").textContent = answer.dataset[kind].replace("N", number);
    answer.querySelector("a").href = number ? `../chain/${number}/index.html` : "../chain/index.html";
    answer.querySelector("code").textContent = hash;
    answer.hidden = false;
  };

  document.querySelectorAll("[data-check]").forEach((section) => { section.hidden = false; });
  document.getElementById("file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (file) tell(sha256(new Uint8Array(await file.arrayBuffer())));
  });
  document.getElementById("hash").addEventListener("input", (event) => {
    const typed = event.target.value.replace(/\s/g, "").toLowerCase();
    if (/^[0-9a-f]{8,64}$/.test(typed)) tell(typed); else answer.hidden = true;
  });
})();
