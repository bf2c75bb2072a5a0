import { normaliseLine } from './log-line.ts';
import type { Exchange } from './read-exchanges.ts';

/** Each exchange is compared with many others. */
const known = new WeakMap<Exchange, string>();

/** The route of a request, alike for all things of one sort: `http PUT /orders/<n>`. */
export function routeOf(exchange: Exchange): string {
  const found = known.get(exchange);
  if (found !== undefined) return found;
  const route = `${exchange.protocol} ${normaliseLine(exchange.method.replace(/\?.*$/u, ''))}`;
  known.set(exchange, route);
  return route;
}
