import type { Patience, PortDeclaration } from '#domain';
import type { LiveComponent } from './live-component.ts';
import type { LiveContext } from './live-context.ts';

interface Wish {
  readonly component: LiveComponent;
  readonly declaration: PortDeclaration;
}

/** Gives every component its ports before any starts: addresses are known to all from then on. */
export async function leaseWorldPorts(
  live: ReadonlyMap<string, LiveComponent>,
  context: LiveContext,
  patience: Patience,
): Promise<void> {
  const wishes = [...live.values()].flatMap((component): readonly Wish[] =>
    component.spec.declares.ports.map((declaration) => ({ component, declaration })),
  );
  const leased = wishes.filter(({ declaration }) => declaration.pinned === undefined);
  await Promise.all(
    leased.map(async ({ component, declaration }) => {
      const { name } = component.spec;
      context.book.setPort(name, declaration.name, await context.leases.take({ component: name, declaration }));
    }),
  );
  // In the order of their numbers, one after the other: two worlds that want the same ones cannot wait for each other.
  const pinned = wishes.toSorted((a, b) => (a.declaration.pinned ?? 0) - (b.declaration.pinned ?? 0));
  for (const wish of pinned) if (wish.declaration.pinned !== undefined) await pinPort(wish, context, patience);
}

async function pinPort({ component, declaration }: Wish, context: LiveContext, patience: Patience): Promise<void> {
  const { name } = component.spec;
  const port = declaration.pinned ?? 0;
  context.book.setPort(name, declaration.name, port);
  if (declaration.foreign === true || component.state === 'failed') return;
  const onWait = (by: string): void => component.enter('waiting', `port ${port} is held by ${by}`);
  const result = await context.leases.pin({ component: name, declaration }, port, patience, onWait);
  if (result.kind === 'leased' || patience.signal.aborted) return;
  component.fail({ kind: 'port-held', component: name, text: `port ${port} of ${name} is held by ${result.by}` });
}
