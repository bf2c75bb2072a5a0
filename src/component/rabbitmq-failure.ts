import { findPortOwner } from '#child';
import type { StartFailure } from './kind.ts';
import { readStartFailure } from './read-start-failure.ts';

const DIST_TAKEN = /dist_port_already_used,(\d+)/u;
/** Why Erlang's first process ended; what stands around it are its own wrappings. */
const REASON = /failed_to_start_child,\w+,\s*(.+?)\}\}/su;
const REASON_CHARACTERS = 200;

/**
 * Erlang tells the end of a machine in terms that wrap each other, over a whole screen. Found out by trying: the distribution's port is
 * named when it is taken, the port mapper's is not.
 */
export function makeReadFailure(epmdPort: number, settings: readonly string[]): (log: string) => StartFailure {
  return (log) => {
    const dist = DIST_TAKEN.exec(log)?.[1];
    if (dist !== undefined)
      return { addressTaken: true, takenPort: Number(dist), sentence: `port ${dist} of its distribution is taken` };
    if (log.includes('nodistribution')) return readNoDistribution(epmdPort);
    if (log.includes('failed_to_prepare_configuration')) {
      const asked =
        settings.length === 0 ? '' : `; one of settings is none, or has no such value: ${settings.join(', ')}`;
      return { addressTaken: false, sentence: `it refuses its configuration${asked}` };
    }
    const reason = REASON.exec(log)?.[1];
    if (reason === undefined || /eaddrinuse/u.test(log)) return readStartFailure(log);
    return { addressTaken: false, sentence: reason.replaceAll(/\s+/gu, ' ').slice(0, REASON_CHARACTERS) };
  };
}

function readNoDistribution(epmdPort: number): StartFailure {
  if (findPortOwner('tcp', epmdPort).kind === 'free') {
    return {
      addressTaken: false,
      sentence: 'Erlang could not reach its port mapper (epmd): does localhost lead to 127.0.0.1?',
    };
  }
  return {
    addressTaken: true,
    takenPort: epmdPort,
    sentence: `somebody else answers on port ${epmdPort} of its port mapper (epmd)`,
  };
}
