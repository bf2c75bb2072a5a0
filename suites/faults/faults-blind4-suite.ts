import { addSuite } from './fault.ts';
import type { Fault } from './fault.ts';
import { PRELUDE } from './own-suite.ts';

/** Somebody who is signed in, as the suites below want it. */
export const SIGNED_IN = `
const signedIn = async (role = 'operator') => {
  const client = await connect();
  await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role, expiresInS: 600 }) });
  return client;
};
`;

/** What a suite needs that signs in and looks at pictures. */
export const WITH_PICTURES = { requires: ['service', 'camera0'], secrets: ['service.jwt'] } as const;

interface Parts {
  readonly body: string;
  /** Stands before the tests. */
  readonly head?: string;
  /** Keys of the suite in the configuration. */
  readonly more?: object;
}

/** A suite of the project's own, by its name: two of them can be run at once. */
export function suiteCalled(
  name: string,
  { body, head = '', more = {} }: Parts,
): Pick<Fault, 'files' | 'change' | 'suites'> {
  const file = `${name}.test.mjs`;
  return {
    suites: [name],
    files: { [file]: `${PRELUDE}${head}\ndescribe('${name}', () => {${body}\n});\n` },
    change: (config) => addSuite(config, { name, files: [file], requires: ['service'], ...more }),
  };
}

/** Entries of a registry, as a file of the project. */
export function registryOf(requirements: readonly object[], contract?: object): string {
  return JSON.stringify({ version: 1, ...(contract && { contract }), requirements });
}
