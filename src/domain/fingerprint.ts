// 64-bit FNV-1a in two halves: offset 0xcbf29ce484222325, prime 2 ** 40 + 0x1b3. No product exceeds what a double holds
// exactly; `>>> 0` is its remainder by 2 ** 32, in a tenth of the time of `%`.
const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
const PRIME_LOW = 0x1b3;
const HALF = 2 ** 32;

/** 64-bit FNV-1a over UTF-16 code units, 16 hex characters: names things alike across runs; no protection against intent. */
export function fingerprint(text: string): string {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  for (let index = 0; index < text.length; index += 1) {
    low = (low ^ text.charCodeAt(index)) >>> 0;
    const product = low * PRIME_LOW;
    high = (high * PRIME_LOW + Math.floor(product / HALF) + ((low << 8) >>> 0)) >>> 0;
    low = product >>> 0;
  }
  return hexOf(high) + hexOf(low);
}

function hexOf(half: number): string {
  return half.toString(16).padStart(8, '0');
}
