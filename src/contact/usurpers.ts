import { present } from '#domain';
import type { MockUse } from '#domain';
import type { ServedTraffic } from './edge-traffic.ts';
import { parseEdge } from './edge.ts';
import { describeListeners } from './own-listener.ts';
import type { OwnListener } from './own-listener.ts';

/** Servers of the suite that answered at the very address of a component: it was down, and the suite took its port. A second one of the component itself plays nothing. */
export function findUsurpers(
  served: readonly ServedTraffic[],
  listeners: readonly (OwnListener & { readonly inode?: number })[],
): readonly MockUse[] {
  const edges = [...new Set(served.map(({ edge }) => edge))];
  return edges.flatMap((edge) => {
    const { to } = parseEdge(edge);
    const inodes = new Set(served.filter((one) => one.edge === edge).map(({ server }) => server));
    const found = listeners.filter(({ inode, copyOf }) => inode !== undefined && inodes.has(inode) && copyOf !== to);
    const [first] = found;
    if (first === undefined) return [];
    return [
      {
        rule: 'fake-peer',
        by: 'contact',
        verdict: 'block',
        what: edge,
        sentence: `${describeListeners(found)}, answered at the address of ${to} while that was down`,
        mend: `let nobody answer where ${to} is held down, or start it again`,
        pid: first.pid,
        ...present({ frame: first.frame }),
      } as const,
    ];
  });
}
