import type { WorldFile, WorldFileComponent } from '#domain';
import { SUITE } from './address-book.ts';
import type { LiveComponent } from './live-component.ts';
import type { LiveContext } from './live-context.ts';

/** Whom a world is described to. */
export interface SuiteAudience {
  readonly name: string;
  readonly nonce: string;
  /** `component.secret` names. */
  readonly secrets: readonly string[];
}

/** What one suite is told of its world, as it is now. */
export function describeWorld(
  context: LiveContext,
  live: ReadonlyMap<string, LiveComponent>,
  suite: SuiteAudience,
  control: string,
): WorldFile {
  const describe = ([name, component]: readonly [string, LiveComponent]): readonly [string, WorldFileComponent] => {
    const { kind, host, ports, urls: all, facts } = context.book.describe(name, SUITE);
    const { secretUrls = {} } = component.spec.declares;
    const asks = (url: string): boolean => {
      const secret = secretUrls[url];
      return secret === undefined || suite.secrets.includes(`${name}.${secret}`);
    };
    const urls = Object.fromEntries(Object.entries(all).filter(([url]) => asks(url)));
    return [
      name,
      {
        kind,
        host,
        ports,
        ...listenedOn(ports, context.book.portsOf(name)),
        urls,
        facts,
        pid: component.pid,
        secrets: pickSecrets(context, name, suite.secrets),
      },
    ];
  };
  return {
    version: 1,
    runId: context.request.runId,
    suite: suite.name,
    nonce: suite.nonce,
    dirs: context.dirs,
    components: Object.fromEntries([...live].map(describe)),
    control,
  };
}

/** Only where it is not what the suite is told to ask. */
function listenedOn(
  told: Readonly<Record<string, number>>,
  own: Readonly<Record<string, number>>,
): Pick<WorldFileComponent, 'listens'> {
  const other = Object.entries(own).filter(([name, port]) => told[name] !== port);
  return other.length === 0 ? {} : { listens: Object.fromEntries(other) };
}

function pickSecrets(
  { book }: LiveContext,
  component: string,
  asked: readonly string[],
): Readonly<Record<string, string>> {
  const entries = Object.entries(book.secretsOf(component));
  return Object.fromEntries(entries.filter(([name]) => asked.includes(`${component}.${name}`)));
}
