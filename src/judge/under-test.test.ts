import assert from 'node:assert/strict';
import type { Declared, Heading } from '#domain';
import { judge } from './judge.ts';
import { RunBuilder } from '../../fixtures/tools/build-run.ts';

type Told = Pick<Partial<Declared>, 'asked'>;

/** Two services, the later one of which needs the earlier one; one of them exits by itself. */
function headingOf(component: string, told: Told, names: readonly [string, string] = ['prices', 'service']): Heading {
  const [needed, asking] = names;
  const components = [
    { name: needed, kind: 'service', requires: [] },
    { name: asking, kind: 'service', requires: [needed] },
  ];
  const run = new RunBuilder({ declared: { components, ...told } });
  run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: names });
  run.incident('component-exited', { component, exit: { code: 7, signal: null } });
  const [cause, ...others] = judge(run.end().state()).causes;
  assert.equal(others.length, 0);
  return cause?.heading ?? assert.fail();
}

describe('the service under test', () => {
  const table: readonly (readonly [string, Heading, () => Heading])[] = [
    ['is what a suite asks for', 'SYSTEM_CRITICAL', () => headingOf('service', { asked: ['service'] })],
    ['is not what it needs itself', 'INTEGRATION_ISSUE', () => headingOf('prices', { asked: ['service'] })],
    ['is each that suites ask for', 'SYSTEM_CRITICAL', () => headingOf('prices', { asked: ['prices', 'service'] })],
    ['is also what nobody asks for', 'SYSTEM_CRITICAL', () => headingOf('service', { asked: ['prices'] })],
    ['is the one of that name, where nobody tells', 'INTEGRATION_ISSUE', () => headingOf('prices', {})],
    ['is that one wherever it stands', 'SYSTEM_CRITICAL', () => headingOf('service', {}, ['service', 'gateway'])],
    ['is else the last one', 'SYSTEM_CRITICAL', () => headingOf('orders', {}, ['prices', 'orders'])],
    ['is then no earlier one', 'INTEGRATION_ISSUE', () => headingOf('prices', {}, ['prices', 'orders'])],
  ];
  for (const [name, heading, ask] of table) it(`${name}: ${heading}`, () => assert.equal(ask(), heading));

  it('is not what is lost with it: the owner is whoever runs that', () => {
    const components = [
      { name: 'prices', kind: 'service', requires: [] },
      { name: 'service', kind: 'service', requires: ['prices'] },
    ];
    const run = new RunBuilder({ declared: { components, asked: ['service'] } });
    run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['prices', 'service'] });
    run.incident('component-exited', { component: 'prices', exit: { code: 7, signal: null } });
    const [cause] = judge(run.end().state()).causes;
    assert.equal(cause?.locus, 'dependency');
    assert.equal(cause.owner, 'operators');
  });
});
