import { oneLine } from '#domain';
import type { Elsewhere } from '#domain';

/** What was asked, on one line: `POST /orders {"count":3}`. */
export function describeQuestion({ method, request }: Pick<Elsewhere, 'method' | 'request'>): string {
  return oneLine(request === '' ? method : `${method} ${request}`, 120);
}
