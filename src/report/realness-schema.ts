import { CONTACT_LEVELS, CONTACT_SOURCES, MOCK_WITNESSES, REALNESS } from '#domain';
import { count, flag, listOf, number, shape, text, texts, wordOf } from './schema-node.ts';
import type { SchemaNode } from './schema-node.ts';

// What assessment.json tells of mocks and contact.

const processes: SchemaNode = listOf(shape({ pid: count, startTime: count, program: text, runtime: text }));

const guard: SchemaNode = shape({
  state: wordOf(['armed', 'unguarded', 'no-guard', 'not-required', 'off']),
  version: number,
  armed: processes,
  unguarded: processes,
  note: text,
});

const level: SchemaNode = wordOf(CONTACT_LEVELS);

const edge: SchemaNode = shape({
  edge: text,
  level,
  'declared?': level,
  seenBy: listOf(wordOf(CONTACT_SOURCES)),
  connections: count,
  refused: count,
  bytesSent: count,
  bytesReceived: count,
  calls: count,
  peers: listOf(shape({ address: text, 'component?': text, pid: count, executable: text })),
  serverIds: texts,
  nonces: texts,
  'heldDown?': flag,
  note: text,
  parts: count,
  below: flag,
  seqs: listOf(count),
});

const verdict: SchemaNode = wordOf(['block', 'warn']);

const mock: SchemaNode = shape({
  rule: text,
  by: wordOf(MOCK_WITNESSES),
  verdict,
  what: text,
  sentence: text,
  mend: text,
  'frame?': shape({ file: text, line: number }),
  'pid?': count,
  'allowed?': text,
});

export const realness: SchemaNode = listOf(
  shape({
    suite: text,
    bound: flag,
    claim: wordOf(REALNESS),
    why: text,
    'guard?': guard,
    edges: listOf(edge),
    mocks: listOf(shape({ seq: count, 'ordinal?': count, mock })),
  }),
);

export const unplugged: SchemaNode = listOf(
  shape({
    suite: text,
    edge: text,
    refusal: text,
    result: wordOf(['needs-it', 'does-not-need-it', 'not-done']),
    stillPassed: texts,
    executed: count,
    note: text,
    costMs: number,
    seq: count,
  }),
);

export const canaries: SchemaNode = listOf(
  shape({ engine: text, refused: flag, note: text, tookMs: number, seq: count }),
);

const finding: SchemaNode = shape({
  rule: text,
  verdict,
  file: text,
  line: count,
  column: count,
  sentence: text,
  mend: text,
});

export const scan: SchemaNode = shape({
  files: count,
  blocked: count,
  warned: count,
  tolerated: count,
  findings: listOf(finding),
  seq: count,
});
