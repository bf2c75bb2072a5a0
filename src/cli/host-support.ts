import { accessSync, constants } from 'node:fs';
import { RealityError, describeError } from '#domain';
import type { Shell } from './shell.ts';

const PLATFORMS = ['linux-x64', 'linux-arm64'];

/** Worlds are started, owned and swept through /proc: elsewhere only stored runs can be worked on. */
export function requireSupportedHost(shell: Shell): void {
  const { platform, arch } = shell.environment;
  if (PLATFORMS.includes(`${platform}-${arch}`)) return requireTmp(shell.tmpRoot);
  throw new RealityError(
    'platform-unsupported',
    `running worlds needs Linux on x64 or arm64, this is ${platform} on ${arch}`,
    {
      details: ['list, assess, report, logs and clean work here too'],
    },
  );
}

function requireTmp(tmpRoot: string): void {
  try {
    accessSync(`${tmpRoot}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new RealityError(
      'host-not-ready',
      `the temporary folder ${tmpRoot} cannot be used: ${describeError(error)}`,
      {
        details: ['set TMPDIR to a folder that can be written'],
      },
    );
  }
}
