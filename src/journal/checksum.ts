const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value >>> 0;
});

/** CRC-32 as in gzip and PNG (reflected, 0xEDB88320), 8 lower-case hex digits: finds torn and flipped bytes, no protection against intent. */
export function checksum(bytes: Uint8Array): string {
  let sum = 0xffffffff;
  // By index: an iterator over bytes costs ten times as much, and this runs for every line.
  for (let index = 0; index < bytes.length; index += 1) {
    sum = (sum >>> 8) ^ (TABLE[(sum ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
  }
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
