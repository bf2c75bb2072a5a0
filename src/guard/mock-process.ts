import { createRequire } from 'node:module';
import type { ProgramPart } from './guard-face.ts';

// The guard inside test processes has to be CommonJS; what it knows of programs is asked there.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a part of ours, held to this shape where it is written
const part = createRequire(import.meta.url)('./guard-programs.cjs') as ProgramPart;

/**
 * The program that plays servers, by the arguments of a running process; undefined for all others, also where only a folder or a file has such a
 * name. Proxies to the real thing (toxiproxy) are none.
 */
export const findMockProcess: (argv: readonly string[]) => string | undefined = part.findMockProcess;

/** Names under which such programs are started, for the guards in processes. */
export const MOCK_PROGRAMS: readonly string[] = [...part.PROGRAMS];
