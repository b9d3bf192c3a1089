// SHA-256 (FIPS 180-4), ours because pages without https, or from a disk, have no crypto.subtle.
(() => {
  "use strict";

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

  // The state after whole blocks can be kept, and finished with one tail after another.
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
    const length = begun.length + tail.length, view = new DataView(last.buffer);
    view.setUint32(size - 8, Math.floor(length / 2 ** 29));
    view.setUint32(size - 4, length * 8);
    let state = compress(begun.state, last, 0);
    if (size === 128) state = compress(state, last, 64);
    return state;
  };
  const sha256 = (bytes) => finish(begin(bytes), new Uint8Array())
    .map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

  window.lianfang = { begin, finish, sha256 };
})();
