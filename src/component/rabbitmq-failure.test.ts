import assert from 'node:assert/strict';
import { makeReadFailure } from './rabbitmq-failure.ts';

/** As RabbitMQ 3.10.8 on Erlang 25 said it. */
const KERNEL = (reason: string): string =>
  `2026-11-21 18:17:15.974823+00:00 [error] <0.130.0>     stack_size: 28\nKernel pid terminated (application_controller) ({application_start_failure,rabbitmq_prelaunch,{{shutdown,{failed_to_start_child,prelaunch,${reason}}},{rabbit_prelaunch_app,start,[normal,[]]}}})\n\nCrash dump is being written to: erl_crash.dump...done\n`;

describe('why RabbitMQ did not start', () => {
  const read = makeReadFailure(1, ['nonsense']);

  it('is read from the terms of Erlang', () => {
    assert.deepEqual(read(KERNEL('{dist_port_already_used,25110,not_erlang,"localhost"}')), {
      addressTaken: true,
      takenPort: 25_110,
      sentence: 'port 25110 of its distribution is taken',
    });
    assert.equal(
      read(KERNEL('failed_to_prepare_configuration')).sentence,
      'it refuses its configuration; one of settings is none, or has no such value: nonsense',
    );
    assert.match(
      read(KERNEL("{badmatch,{error,{'EXIT',nodistribution}}}")).sentence,
      /could not reach its port mapper/u,
    );
    assert.equal(read(KERNEL('{invalid_cluster_node_names,["x"]}')).sentence, '{invalid_cluster_node_names,["x"]');
  });
});
