/** Decimal units, as people write limits: `1.5 MB`, `2.0 GB`. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  const power = Math.min(UNITS.length, Math.floor(Math.log10(sizeBytes) / 3));
  return `${(sizeBytes / 1000 ** power).toFixed(1)} ${UNITS[power - 1] ?? ''}`;
}

const UNITS = ['kB', 'MB', 'GB'];

/** `850 ms`, `12.3 s`, `4 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 cause`, `2 causes`, `2 passes`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Cut, never rounded up: 99,999 of 100,000 are not 100 %. */
export function formatRate(rate: number, digits: number): string {
  const scale = 10 ** digits;
  // The smallest part covers what binary fractions lose: 29 of 100 are 29 %.
  return (Math.floor(rate * scale + 1e-9) / scale).toFixed(digits);
}
