import { REALNESS, oneLine } from '#domain';
import type { ContactPeer, EdgeContact, GuardedProcess, SuiteRealness } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';

const SUITES_SHOWN = 40;
const PROCESSES_SHOWN = 4;
const PEERS_SHOWN = 3;
const ADDRESSES_SHOWN = 4;
const NAMES_SHOWN = 3;
const NOTE_CHARS = 240;

/** Suite by suite what carries its claim: processes, addresses and who answered there, ids, nonces. What is not real comes first. */
export function renderDetails(told: readonly SuiteRealness[]): readonly string[] {
  if (told.length === 0) return [];
  const ordered = [...REALNESS.slice(1), REALNESS[0]].flatMap((claim) => told.filter((one) => one.claim === claim));
  const more = ordered.length - SUITES_SHOWN;
  return [
    '### What carries each claim',
    ordered.slice(0, SUITES_SHOWN).map(renderSuite).join('\n'),
    ...(more > 0 ? [`And ${more} more suites, in \`assessment.json\`.`] : []),
  ];
}

function renderSuite({ suite, claim, why, guard, edges }: SuiteRealness): string {
  return [
    `- ${markdownCode(suite)}: **${claim}**, ${markdownText(oneLine(why, NOTE_CHARS))}`,
    ...(guard === undefined ? [] : describeProcesses('guarded', guard.armed)),
    ...(guard === undefined ? [] : describeProcesses('not guarded', guard.unguarded)),
    ...edges.map(renderEdge),
  ].join('\n');
}

function describeProcesses(word: string, processes: readonly GuardedProcess[]): readonly string[] {
  if (processes.length === 0) return [];
  const shown = processes
    .slice(0, PROCESSES_SHOWN)
    .map(({ pid, program, runtime }) => `${markdownCode(oneLine(program, 80))} (pid ${pid}, ${markdownText(runtime)})`);
  return [`  - ${word}: ${addMore(shown, processes.length)}`];
}

function renderEdge({ edge, level, peers, serverIds, nonces, note }: EdgeContact): string {
  const parts = [
    `${markdownCode(edge)} ${level}`,
    ...(peers.length === 0 ? [] : [`answered by ${describePeers(peers)}`]),
    ...listNames('ids made by the server', serverIds),
    ...listNames('nonce read back from', nonces),
    ...(note === '' ? [] : [markdownText(oneLine(note, NOTE_CHARS))]),
  ];
  return `  - ${parts.join('; ')}`;
}

// By process: one of many ports is named once.
function describePeers(peers: readonly ContactPeer[]): string {
  const processes = new Map<string, readonly ContactPeer[]>();
  for (const peer of peers) {
    const key = JSON.stringify([peer.component, peer.pid, peer.executable]);
    processes.set(key, [...(processes.get(key) ?? []), peer]);
  }
  return addMore([...processes.values()].slice(0, PEERS_SHOWN).map(describePeer), processes.size);
}

function describePeer(of: readonly ContactPeer[]): string {
  const [{ component, pid, executable } = NOBODY] = of;
  const who = component === undefined ? 'nobody of the world' : markdownCode(component);
  const addresses = of.slice(0, ADDRESSES_SHOWN).map(({ address }) => markdownCode(address));
  return `${who} (pid ${pid}, ${markdownCode(oneLine(executable, 120))}) at ${addMore(addresses, of.length)}`;
}

const NOBODY: ContactPeer = { address: '', pid: 0, executable: '' };

function listNames(label: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMES_SHOWN).map((name) => markdownCode(oneLine(name, 80)));
  return [`${label}: ${addMore(shown, names.length)}`];
}

function addMore(shown: readonly string[], all: number): string {
  const more = all - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
