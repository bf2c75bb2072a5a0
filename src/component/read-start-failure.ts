import type { StartFailure } from './kind.ts';

const TAKEN = /address already in use|EADDRINUSE|Only one usage of each socket address/iu;
const PORT = /(?::|port )(\d{2,5})(?!\d)/gu;
const WORTH_QUOTING =
  /\b(ERR|FATAL|fatal|panic|\w*[Ee]rror|\w+Exception|EADDRINUSE|refused|denied|not found|cannot|failed)\b/u;
/** Frames of a stack, and what Node says below each. */
const SAYS_NOTHING = /^\s*at |\bNode\.js v\d/u;

/**
 * Reads the log of a start that failed. MediaMTX: `ERR listen tcp 127.0.0.1:8554: bind: address already in use`; Node:
 * `Error: listen EADDRINUSE: address already in use 127.0.0.1:8554`; Python: `[Errno 98] Address already in use`, without the port.
 */
export function readStartFailure(log: string): StartFailure {
  const lines = log.split('\n').filter((line) => line.trim() !== '' && !SAYS_NOTHING.test(line));
  const taken = lines.find((line) => TAKEN.test(line));
  if (taken !== undefined) {
    const ports = [...taken.matchAll(PORT)].map((match) => Number(match[1])).filter((port) => port <= 65_535);
    const takenPort = ports.at(-1);
    return { addressTaken: true, sentence: taken.trim(), ...(takenPort === undefined ? {} : { takenPort }) };
  }
  const sentence = lines.findLast((line) => WORTH_QUOTING.test(line)) ?? lines.at(-1) ?? '';
  return { addressTaken: false, sentence: sentence.trim() };
}
