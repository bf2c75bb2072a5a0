import { formatRate } from '#domain';

/** `2999 / 3000 = 0.9996`, never rounded up. */
export function share(part: number, of: number): string {
  return `${part} / ${of} = ${formatRate(part / of, 4)}`;
}
