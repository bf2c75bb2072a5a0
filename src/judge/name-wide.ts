import type { Verdict } from '#rule';

const IDS_NAMED = 3;

/**
 * How the causes of groups read. Where what one method does breaks what many tests demand, the requirement of the test that was met first
 * would send the reader to the wrong place: the method is named, with the requirements that it breaks.
 */
export function nameWideGroups(
  groups: ReadonlyMap<{ readonly verdict: Verdict }, string>,
): (verdict: Verdict, group: string) => Verdict {
  const broken = new Map<string, Set<string>>();
  for (const [{ verdict }, group] of groups) {
    const ids = broken.get(group) ?? new Set();
    // The first of each: that is what its own title speaks of.
    for (const id of verdict.broken?.ids.slice(0, 1) ?? []) ids.add(id);
    broken.set(group, ids);
  }
  return (verdict, group) => nameWide(verdict, group, [...(broken.get(group) ?? [])].toSorted());
}

function nameWide(verdict: Verdict, group: string, ids: readonly string[]): Verdict {
  const named = { ...verdict, signature: `suspect|${group}` };
  if (verdict.broken === undefined || ids.length < 2) return named;
  const more = ids.length - IDS_NAMED;
  const list = `${ids.slice(0, IDS_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const by = ids.includes(group) ? '' : `${group}: `;
  return {
    ...named,
    title: `${by}${ids.length} requirements are broken (${list}): ${verdict.broken.shown}`,
    remedy: {
      ...verdict.remedy,
      action: `make the service do what these requirements say: ${list}`,
    },
  };
}
