import path from 'node:path';
import { FETCH_LIMITS, fetchFile, fetchText, type FetchLimits, type FetchOptions } from './fetch-file.ts';
import type { LinkContext, LinkResult } from './link.ts';
import { listEntries } from './entries.ts';
import { obtainEntry, type Made } from './obtain.ts';
import { RELEASE_ADDRESS, RELEASE_SHA256 } from './pins.ts';
import { unpackMember } from './unpack-member.ts';

const GO_ARCH: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The official release archive of MediaMTX, from its own address or from the mirror that the user named. */
export async function tryDownload(context: LinkContext): Promise<LinkResult> {
  const entry = listEntries(context).find(({ source }) => source === 'download');
  const { arch } = context.request.environment;
  const archive = `mediamtx_${context.mediamtxVersion}_linux_${GO_ARCH[arch] ?? arch}.tar.gz`;
  const base = `${(context.request.settings.mirror ?? RELEASE_ADDRESS).replace(/\/+$/, '')}/${context.mediamtxVersion}`;
  if (entry === undefined) return { attempts: [] };
  return obtainEntry(context, {
    source: 'download',
    entry: entry.name,
    what: `${base}/${archive}`,
    make: async (work, say) => downloadRelease(context, { base, archive, work, say }),
  });
}

export interface ReleaseInput {
  /** Address of the folder that holds the archive. */
  readonly base: string;
  readonly archive: string;
  readonly work: string;
  readonly say: (text: string) => void;
  readonly limits?: FetchLimits;
}

/** Nothing of the archive is unpacked before its sha256 is the expected one. */
async function downloadRelease(context: LinkContext, input: ReleaseInput): Promise<Made> {
  const { environment, signal } = context.request;
  const { base, archive, work, say } = input;
  const options = { environment, signal, limits: input.limits ?? FETCH_LIMITS };
  say(`downloading ${base}/${archive}`);
  const expected = await findExpectedSum(base, archive, options);
  const file = path.join(work, 'archive.tar.gz');
  const fetched = await fetchFile(`${base}/${archive}`, file, { ...options, onProgress: makeProgress(archive, say) });
  if (fetched.sha256 !== expected.sha256) {
    throw new Error(`its sha256 is ${fetched.sha256}, ${expected.from} says ${expected.sha256}; nothing of it was run`);
  }
  say(`unpacking ${archive}`);
  const executable = path.join(work, 'mediamtx');
  await unpackMember(file, 'mediamtx', executable);
  return { executable, origin: `${base}/${archive}, sha256 ${fetched.sha256} as ${expected.from} says` };
}

/**
 * The pinned sum, else the one that the release itself publishes. The second only proves that the archive came whole from
 * who answered there, so it is taken only where TLS says who that was, or from this machine.
 */
async function findExpectedSum(
  base: string,
  archive: string,
  options: FetchOptions,
): Promise<{ readonly sha256: string; readonly from: string }> {
  const pinned = RELEASE_SHA256[archive];
  if (pinned !== undefined) return { sha256: pinned, from: 'the pinned sum' };
  const { text, address } = await fetchText(`${base}/checksums.sha256`, options);
  const sha256 = findSum(text, archive);
  if (sha256 === undefined) throw new Error(`${base}/checksums.sha256 does not name ${archive}`);
  if (!isTrustedAddress(base) || !isTrustedAddress(address)) {
    throw new Error(`no sum is pinned for ${archive}, and a checksum that came without TLS proves nothing`);
  }
  return { sha256, from: 'its own checksums.sha256' };
}

/** Lines are `<64 hex digits> *<file>` or with two blanks, as sha256sum writes them. */
export function findSum(text: string, file: string): string | undefined {
  for (const line of text.split('\n')) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+?)\s*$/i.exec(line) ?? [];
    if (name === file) return sum?.toLowerCase();
  }
  return undefined;
}

function isTrustedAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

/** One line per tenth, so that a log stays readable. */
function makeProgress(archive: string, say: (text: string) => void): NonNullable<FetchOptions['onProgress']> {
  let toldTenths = 0;
  return (receivedBytes, totalBytes) => {
    if (totalBytes === undefined || totalBytes === 0) return;
    const tenths = Math.floor((receivedBytes * 10) / totalBytes);
    if (tenths <= toldTenths) return;
    toldTenths = tenths;
    say(`downloading ${archive}: ${tenths * 10} % of ${Math.ceil(totalBytes / 1_000_000)} MB`);
  };
}
