import { findPortOwner, readProcess } from '#child';
import { RealityError } from '#domain';
import type { Check, Config } from '#domain';
import { ENGINES } from '#engine';
import { checkNeed } from '#runner';
import { makeCheck, makeNote } from './check.ts';
import type { Given } from './given.ts';
import { loadProject } from './project.ts';
import type { Shell } from './shell.ts';

// Where people expect MediaMTX and camera services. Worlds lease ports of their own, so a holder is a note, no fault.
const WELL_KNOWN_PORTS = [8554, 8888, 8889, 9997, 8002, 8003];

/** The configuration of this folder, if there is one. A broken one is told by its own error, line by line. */
export async function findProject(
  shell: Shell,
  given: Given,
): Promise<{ readonly config?: Config; readonly check: Check }> {
  const line = { what: 'configuration', needed: 'reality.yaml without mistakes', mend: 'reality init writes one' };
  try {
    const config = await loadProject(shell, given);
    return { config, check: makeCheck(true, { ...line, found: config.file }) };
  } catch (error) {
    if (!(error instanceof RealityError)) throw error;
    const found = [error.message, ...error.details].join('; ');
    const isAbsent = error.code === 'config-not-found' && given.text('config') === undefined;
    return {
      check: isAbsent
        ? makeNote(false, { ...line, found })
        : makeCheck(false, { ...line, found, mend: 'correct these lines' }),
    };
  }
}

export function checkPorts(config: Config | undefined): readonly Check[] {
  const pinned = (config?.components ?? []).flatMap(({ name, declares }) =>
    declares.ports.flatMap((port) =>
      port.pinned === undefined ? [] : [{ what: `port ${port.pinned} of ${name}`, port: port.pinned, isNeeded: true }],
    ),
  );
  const known = WELL_KNOWN_PORTS.map((port) => ({ what: `port ${port}`, port, isNeeded: false }));
  return [...pinned, ...known].flatMap(({ what, port, isNeeded }) => checkPort(what, port, isNeeded));
}

function checkPort(what: string, port: number, isNeeded: boolean): readonly Check[] {
  const owner = findPortOwner('tcp', port);
  if (owner.kind === 'free')
    return isNeeded ? [makeCheck(true, { what, found: 'free', needed: 'free', mend: '' })] : [];
  const found =
    owner.kind === 'unknown'
      ? `held on ${owner.address} by a process of another user`
      : `held on ${owner.address} by ${describeHolder(owner.owner.pid)}`;
  const mend =
    owner.kind === 'unknown'
      ? 'find the holder as root: ss -ltnp'
      : `end process ${owner.owner.pid} if it is yours, or lease the port instead of pinning it`;
  const make = isNeeded ? makeCheck : makeNote;
  return [
    make(false, {
      what,
      found,
      needed: isNeeded ? 'free' : 'nothing: worlds lease ports of their own',
      mend: isNeeded ? mend : '',
    }),
  ];
}

function describeHolder(pid: number): string {
  return `pid ${pid} (${readProcess(pid)?.argv.join(' ').slice(0, 120) ?? 'gone'})`;
}

/** What engines and `needs:` of the configured suites ask of this host. */
export async function checkNeeds(config: Config | undefined, shell: Shell): Promise<readonly Check[]> {
  const suites = config?.suites ?? [];
  const programs = new Set(suites.flatMap((suite) => ENGINES[suite.engine]?.programs(suite.options) ?? []));
  const needs = new Set(suites.flatMap((suite) => suite.needs));
  return Promise.all(
    [...new Set([...programs, ...needs])].map(async (need) => {
      const { ok, found, remedy } = await checkNeed(need, shell.environment);
      return makeCheck(ok, { what: `need ${need}`, found, needed: 'suites that name it', mend: remedy });
    }),
  );
}
