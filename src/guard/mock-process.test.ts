import assert from 'node:assert/strict';
import { findMockProcess } from './mock-process.ts';

/** Each with a twin that is something else although the words are the same. */
const CASES: readonly (readonly [played: string, twin: string])[] = [
  ['java -jar /opt/wiremock-standalone-3.9.1.jar --port 1', 'java -jar /opt/wiremock-report.d/service.jar'],
  ['java -Xmx64m -jar mockserver-netty-5.15.0.jar', 'java -jar server.jar --log mockserver.jar'],
  ['node /p/node_modules/mountebank/bin/mb --port 2', 'node /home/mountebank/project/server.js'],
  ['node /p/node_modules/.bin/mb', '/usr/bin/mb --help'],
  ['node /p/node_modules/.bin/json-server db.json', 'node /p/json-server/own.js'],
  ['node /p/node_modules/@stoplight/prism-cli/dist/index.js mock a.yaml', 'node /home/prism/app/main.js'],
  [
    'node /usr/lib/node_modules/npm/bin/npx-cli.js wiremock --port 1',
    'node /usr/lib/node_modules/npm/bin/npx-cli.js mocha wiremock.js',
  ],
  ['npm exec @stoplight/prism-cli mock a.yaml', 'npm exec prettier prism'],
  ['npx json-server@0.17 db.json', 'npx eslint json-server'],
  ['hoverfly -webserver', 'toxiproxy-server -port 8474'],
  ['docker run --rm -p 1:8080 wiremock/wiremock:3.9.1', 'docker run --rm -v /x/wiremock:/data postgres:16'],
  ['prism mock a.yaml', 'prism --help'],
  ['podman run mockserver/mockserver', 'podman run ghcr.io/shopify/toxiproxy'],
  ['docker run registry.example:5000/mockoon/cli:latest', 'docker build -t wiremock .'],
];

describe('programs that play servers', () => {
  for (const [played, twin] of CASES) {
    it(`are known by how they are started: ${played}`, () => {
      assert.notEqual(findMockProcess(played.split(' ')), undefined);
      assert.equal(findMockProcess(twin.split(' ')), undefined, twin);
    });
  }
});
