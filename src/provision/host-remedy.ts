import { readFile } from 'node:fs/promises';
import type { ToolName } from '#domain';
import { MEDIAMTX_GO_VERSION } from './pins.ts';

const INSTALL_COMMANDS: Readonly<Record<string, string>> = {
  debian: 'apt-get install ffmpeg',
  fedora: 'dnf install ffmpeg',
  rhel: 'dnf install ffmpeg',
  alpine: 'apk add ffmpeg',
  arch: 'pacman -S ffmpeg',
  suse: 'zypper install ffmpeg',
};

/** The one thing to do on this host, said in one sentence. Set-up itself never calls a package manager. */
export async function describeRemedy(name: ToolName): Promise<string> {
  const given = `or name an existing one: REALITY_OPT_${name.toUpperCase()}=/path/to/${name}`;
  if (name === 'mediamtx') {
    return `install Go ${MEDIAMTX_GO_VERSION} or newer (https://go.dev/dl/) and run \`reality setup\` again, ${given}`;
  }
  const command = chooseInstallCommand(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  if (command === undefined) return `install FFmpeg with your system's package manager, ${given}`;
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return `run \`${sudo}${command}\`, ${given}`;
}

/** Looks at ID first and then at ID_LIKE, in its order, so that Ubuntu, Mint or Rocky find their family's command. */
export function chooseInstallCommand(osRelease: string): string | undefined {
  const value = (key: string): string =>
    new RegExp(`^${key}=(.*)$`, 'm').exec(osRelease)?.[1]?.replaceAll(/["']/g, '') ?? '';
  const families = `${value('ID')} ${value('ID_LIKE')}`.toLowerCase().split(/\s+/);
  for (const family of families) {
    const command = INSTALL_COMMANDS[family.startsWith('opensuse') ? 'suse' : family];
    if (command !== undefined) return command;
  }
  return undefined;
}
