import { count, rankOf, weighRealness } from '#domain';
import type { ContactLevel, CriterionResult, EdgeContact, RunState, SuiteRealness, SuiteState } from '#domain';
import { firstOf, noNumber, wholeShare } from './criterion.ts';
import { share } from './share.ts';

// The two success criteria that speak of mocks and of real servers: what people ticked by eye, from what was seen of guard and contact.

/** Each suite that is asked for a claim: guarded in every process, or of a kind that has no guard and then seen in contact; and no violation. */
export function checkMocks(state: RunState): CriterionResult {
  const name = 'No-mock policy enforced';
  const bound = weighRealness(state).filter((one) => one.bound);
  if (bound.length === 0) return noNumber(name, 'no suite outside lane unit was started');
  if (!bound.some(isTold)) return noNumber(name, 'mocks were not checked in this run');
  const clean = bound.filter(isMockFree);
  return wholeShare(clean.length, bound.length, {
    name,
    formula: `(suites attested and without a violation) / (suites outside lane unit) = ${share(clean.length, bound.length)}`,
    evidence: [
      state.policy.mocks,
      ...describeCanaries(state),
      ...firstOf(listAllowed(bound), 'allowed'),
      ...firstOf(bound.filter((one) => !isMockFree(one)).map(({ suite, claim }) => `${suite} (${claim})`)),
    ],
  });
}

function isTold({ guard, claim }: SuiteRealness): boolean {
  return guard !== undefined || claim === 'mocked' || claim === 'unguarded';
}

function isMockFree({ claim, guard }: SuiteRealness): boolean {
  if (claim === 'mocked' || claim === 'unguarded') return false;
  return guard?.state === 'armed' || (guard?.state === 'no-guard' && claim === 'real');
}

function describeCanaries({ canaries }: RunState): readonly string[] {
  if (canaries.length === 0) return [];
  const refused = canaries.filter((one) => one.refused).length;
  return [`a known mock was refused in ${refused} of ${count(canaries.length, 'engine')}`];
}

function listAllowed(bound: readonly SuiteRealness[]): readonly string[] {
  const allowed = bound.flatMap(({ mocks }) => mocks.filter(({ mock }) => mock.allowed !== undefined));
  return [...new Set(allowed.map(({ mock }) => `${mock.what}: ${mock.allowed ?? ''}`))];
}

/** Real servers of which a bundled kind proves what they are; MediaMTX where the configuration has it, else all components. */
export function checkRealServers(state: RunState): CriterionResult {
  const { components, suites, worlds } = state;
  const servers = components.filter((one) => one.kind === 'mediamtx');
  const meant = (servers.length > 0 ? servers : components).map((one) => one.name);
  const name =
    servers.length > 0 ? 'Real MediaMTX server integration validated' : 'Integration with real components validated';
  const users = suites.filter((suite) => suite.planned.closure.some((one) => meant.includes(one)));
  if (worlds.length === 0) return noNumber(name, 'this run started no world');
  if (users.length === 0) return noNumber(name, 'no suite of this run requires one');
  const declared = listDeclared(state, meant);
  return declared.length > 0 ? byContact(name, declared) : byPresence(name, { state, users, meant });
}

const LOWEST: ContactLevel = 'L0';

interface Declared {
  readonly suite: SuiteState;
  readonly edges: readonly EdgeContact[];
}

/** Suites that declare an edge to one of them, and of which contact was measured. */
function listDeclared(state: RunState, meant: readonly string[]): readonly Declared[] {
  const realness = new Map(weighRealness(state).map((one) => [one.suite, one]));
  return state.suites.flatMap((suite) => {
    const edges = realness.get(suite.planned.name)?.edges ?? [];
    const declared = edges.filter((one) => one.declared !== undefined && meant.includes(targetOf(one.edge)));
    return declared.length === 0 ? [] : [{ suite, edges: declared }];
  });
}

function targetOf(edge: string): string {
  return edge.split('>').at(-1) ?? edge;
}

// Where contact was measured and declared the connection is the proof: a server that is only there proves nothing.
function byContact(name: string, declared: readonly Declared[]): CriterionResult {
  const used = declared.filter(({ suite, edges }) => hasSolidPass(suite) && edges.every(({ below }) => !below));
  const edges = declared.flatMap((one) => one.edges);
  const ids = new Set(edges.flatMap(({ serverIds }) => serverIds)).size;
  const nonces = new Set(edges.flatMap((one) => one.nonces)).size;
  const strongest = edges.reduce((best, { level }) => (rankOf(level) > rankOf(best) ? level : best), LOWEST);
  return wholeShare(used.length, declared.length, {
    name,
    formula: `(suites with a solid pass and the contact that they declare with it) / (suites that declare it) = ${share(used.length, declared.length)}`,
    evidence: [
      `strongest contact ${strongest}, ${count(ids, 'id')} made by the server, ${count(nonces, 'nonce')} read back`,
      ...firstOf(declared.filter((one) => !used.includes(one)).map(({ suite }) => suite.planned.name)),
    ],
  });
}

interface Present {
  readonly state: RunState;
  readonly users: readonly SuiteState[];
  readonly meant: readonly string[];
}

function byPresence(name: string, { state, users, meant }: Present): CriterionResult {
  const proved = new Set(
    state.worlds
      .filter((world) => world.states.some((one) => meant.includes(one.component) && one.state === 'ready'))
      .map((world) => world.world),
  );
  const used = users.filter((suite) => {
    const world = suite.attempts.at(-1)?.world;
    return world !== undefined && proved.has(world) && hasSolidPass(suite);
  });
  return wholeShare(used.length, users.length, {
    name,
    formula: `(suites with a solid pass in a world where it was proved ready) / (suites that require it) = ${share(used.length, users.length)}`,
    evidence: [
      `${meant.join(', ')} proved ready in ${count(proved.size, 'world')}`,
      ...firstOf(users.filter((suite) => !used.includes(suite)).map((suite) => suite.planned.name)),
    ],
  });
}

function hasSolidPass({ attempts }: SuiteState): boolean {
  return (
    attempts
      .at(-1)
      ?.tests.some(
        ({ outcome, marks }) => outcome === 'passed' && !marks.includes('hollow') && !marks.includes('empty'),
      ) === true
  );
}
