import { type ProcessIdentity, unreachable } from '#domain';

/** What the runner tells its watchdog, a line each. After `dismiss` the end of the pipe means that all is well. */
export type WatchdogOrder =
  | { readonly kind: 'guard'; readonly directory: string }
  | { readonly kind: 'release'; readonly directory: string }
  | ({ readonly kind: 'remember' } & ProcessIdentity)
  | { readonly kind: 'dismiss' };

/** What it is told at its birth. */
export interface WatchdogBrief {
  readonly marker: string;
  /** Start of the run in clock ticks since boot: who is older is not ours. */
  readonly sinceTicks: number;
  /** The runner and its callers. */
  readonly excluded: readonly number[];
}

export function encodeOrder(order: WatchdogOrder): string {
  switch (order.kind) {
    case 'guard':
    case 'release':
      return `${order.kind} ${encodeURIComponent(order.directory)}\n`;
    case 'remember':
      return `remember ${order.pid} ${order.startTime}\n`;
    case 'dismiss':
      return 'dismiss\n';
    default:
      return unreachable(order);
  }
}

/** One whole line. An unknown one is nothing to obey. */
export function decodeOrder(line: string): WatchdogOrder | undefined {
  const [kind, first = '', second = ''] = line.split(' ');
  if (kind === 'guard' || kind === 'release') return { kind, directory: decodeURIComponent(first) };
  if (kind === 'remember') return { kind, pid: Number(first), startTime: Number(second) };
  return kind === 'dismiss' ? { kind } : undefined;
}

export function encodeBrief({ marker, sinceTicks, excluded }: WatchdogBrief): readonly string[] {
  return [marker, String(sinceTicks), excluded.join(',')];
}

export function decodeBrief([marker = '', sinceTicks = '', excluded = '']: readonly string[]): WatchdogBrief {
  return { marker, sinceTicks: Number(sinceTicks), excluded: excluded.split(',').map(Number) };
}
