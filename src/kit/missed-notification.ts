import { shown } from './json-path.ts';
import type { RpcNotification } from './rpc-message.ts';

const MAX_CHARS = 160;
const QUOTED = 3;

/** What was wanted of a notification, and what came under its name: who reads the failure has to know both. */
export function describeMissed(
  method: string,
  where: ((params: unknown) => boolean) | undefined,
  came: readonly RpcNotification[],
): string {
  const wanted = where === undefined ? '' : ` for which ${String(where).replaceAll(/\s+/gu, ' ').slice(0, MAX_CHARS)}`;
  const others = came.slice(-QUOTED).map(({ params }) => shown(params));
  return `notification ${method}${wanted}${others.length === 0 ? '' : ` (others: ${others.join(', ')})`}`;
}
