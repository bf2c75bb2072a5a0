import type { GuardPolicy, Ledger, LedgerPart, PolicyPart } from './guard-face.ts';

// Writes what was seen where the test does not look. One line is one write, so that processes and threads can share the file.
const fs = require('node:fs') as typeof import('node:fs');
const { reasonToAllow } = require('./guard-policy.cjs') as PolicyPart;

/** Taken now: a suite may overwrite what it likes afterwards. */
const { appendFileSync } = fs;
const now = performance.now.bind(performance);
const { timeOrigin } = performance;
const { pid } = process;

/** What one write may be, so that lines of several writers do not mix. */
const LINE_BYTES = 4096;
/** A loop that is refused a million times fills no disk. */
const MOST_LINES = 2000;
const SHORT = 600;

const openLedger = (policy: GuardPolicy): Ledger => {
  let written = 0;
  let lastMs = 0;
  const nextMs = (): number => {
    // Lines are named by their time, so that no two of a thread may share one.
    lastMs = Math.max(Math.round((timeOrigin + now()) * 1000) / 1000, lastMs + 0.001);
    return Math.round(lastMs * 1000) / 1000;
  };
  const write: Ledger['write'] = (line) => {
    const atMs = nextMs();
    if (written++ >= MOST_LINES) return atMs;
    try {
      let text = JSON.stringify({ ...line, nonce: policy.nonce, pid, atMs });
      if (Buffer.byteLength(text) >= LINE_BYTES)
        text = JSON.stringify({ ...shorten(line), nonce: policy.nonce, pid, atMs });
      appendFileSync(policy.ledger, `${text}\n`, { mode: 0o600 });
    } catch {
      // The folder is gone when the attempt is over; a program that outlives it is told by the runner.
    }
    return atMs;
  };
  const hit: Ledger['hit'] = ({ place, ...what }) => {
    const allowed = reasonToAllow(policy, { ...what, place });
    // A framework that names the test it runs knows better than the moment whose doing this is.
    const during = process.env['REALITY_TEST'];
    const more = { ...(allowed !== undefined && { allowed }), ...(during !== undefined && { during }) };
    const atMs = write({ kind: 'mock', ...what, ...place, ...more });
    return { atMs, sentence: what.sentence, refused: allowed === undefined && what.verdict === 'block' };
  };
  return { write, hit };
};

const shorten = (line: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(line).map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, SHORT) : value]),
  );

module.exports = { openLedger } satisfies LedgerPart;
