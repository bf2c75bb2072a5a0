import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { TestRun } from './world-fixture.test.ts';
import { hasPrograms, incidentsOf, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

describe('the kind external', () => {
  let run: TestRun;
  const servers: Server[] = [];
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close();
    await run.close();
  });

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** One that says this to everybody, whatever they say. */
  async function sayAlways(text: string): Promise<number> {
    return listen(createServer((socket) => socket.on('error', () => undefined).write(text)));
  }

  async function look(
    options: object,
  ): Promise<{ readonly facts: Readonly<Record<string, string>>; readonly trouble: string }> {
    const world = await run.start([makeSpec('there', 'external', { readyTimeoutMs: 1500, ...options })]);
    const { facts } = partOf(world, 'there');
    await world.stop();
    return { facts, trouble: incidentsOf(run.events).at(-1)?.text ?? '' };
  }

  /** A certificate for `name`, signed by itself, in the folder of the configuration. */
  function makeCertificate(file: string, name: string): { readonly key: Buffer; readonly cert: Buffer } {
    const path = join(run.folder, file);
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=${name === '127.0.0.1' ? 'IP' : 'DNS'}:${name}`,
    ];
    execFileSync('openssl', [...args, '-keyout', `${path}.key`, '-out', path, '-days', '30'], { stdio: 'pipe' });
    return { key: readFileSync(`${path}.key`), cert: readFileSync(path) };
  }

  /** Valid through 2020 alone: only the command of an authority takes such dates. */
  function makeExpiredCertificate(): { readonly key: Buffer; readonly cert: Buffer } {
    const path = (name: string): string => join(run.folder, name);
    const policy =
      '[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n';
    writeFileSync(path('ca.conf'), policy);
    writeFileSync(path('index'), '');
    writeFileSync(path('serial'), '01\n');
    const openssl = (...args: readonly string[]): unknown =>
      execFileSync('openssl', args, { stdio: 'pipe', cwd: run.folder });
    openssl(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      '/CN=127.0.0.1',
      '-keyout',
      'old.key',
      '-out',
      'old.csr',
    );
    const dates = ['-startdate', '20200101000000Z', '-enddate', '20210101000000Z'];
    openssl(
      'ca',
      '-batch',
      '-selfsign',
      '-config',
      'ca.conf',
      '-keyfile',
      'old.key',
      '-in',
      'old.csr',
      '-out',
      'old.pem',
      '-notext',
      ...dates,
    );
    return { key: readFileSync(path('old.key')), cert: readFileSync(path('old.pem')) };
  }

  it('asks each protocol in its own words, and shows who answered', async () => {
    const http = createHttpServer((_, response) => response.writeHead(401, { server: 'camera/2.1' }).end());
    const web = await listen(http);
    assert.equal((await look({ address: `http://127.0.0.1:${web}/x` })).facts['says'], 'HTTP 401 camera/2.1');
    http.on('upgrade', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nServer: sockets\r\n\r\n'));
    assert.equal((await look({ address: `ws://127.0.0.1:${web}/ws` })).facts['says'], 'HTTP 101 sockets');
    const ssh = await sayAlways('hello\r\nSSH-2.0-dropbear_2022.83\r\n');
    assert.equal(
      (await look({ address: `127.0.0.1:${ssh}`, protocol: 'ssh' })).facts['says'],
      'SSH-2.0-dropbear_2022.83',
    );
    const rtsp = await sayAlways('RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: gortsplib\r\n\r\n');
    assert.equal((await look({ address: `rtsp://127.0.0.1:${rtsp}/cam` })).facts['says'], 'RTSP 200 gortsplib');
    const redis = await sayAlways('-NOAUTH Authentication required.\r\n');
    assert.equal(
      (await look({ address: `redis://127.0.0.1:${redis}` })).facts['says'],
      'Redis: NOAUTH Authentication required.',
    );
    const tcp = await sayAlways('');
    assert.equal((await look({ address: `127.0.0.1:${tcp}` })).facts['says'], 'accepts connections');
  });

  it('refuses who speaks another protocol, answers badly, or says something else than is wanted', async () => {
    const ssh = await sayAlways('SSH-2.0-OpenSSH_9.2\r\n');
    for (const [protocol, said] of [
      ['postgres', /no PostgreSQL: it answers "SSH-2\.0/u],
      ['redis', /no Redis: it answers "SSH-2\.0-OpenSSH_9\.2/u],
      ['amqp', /no AMQP: it answers "SSH-2\.0/u],
      ['http', /no HTTP: it answers "SSH-2\.0-OpenSSH_9\.2"/u],
      ['rtsp', /no RTSP: it answers "SSH/u],
      ['websocket', /no HTTP: it answers "SSH/u],
    ] as const) {
      assert.match((await look({ address: `127.0.0.1:${ssh}`, protocol })).trouble, said);
    }
    assert.equal(
      (await look({ address: `ssh://127.0.0.1:${ssh}`, says: 'OpenSSH_10' })).trouble,
      'there is up, but it says "SSH-2.0-OpenSSH_9.2", and "OpenSSH_10" is wanted',
    );
    const sick = await listen(createHttpServer((_, response) => response.writeHead(503).end()));
    assert.match(
      (await look({ address: `http://127.0.0.1:${sick}` })).trouble,
      /^there not ready after 1500 ms: http at 127\.0\.0\.1:\d+: it answers HTTP 503$/u,
    );
    assert.match((await look({ address: '127.0.0.1:1', protocol: 'amqp' })).trouble, /ECONNREFUSED 127\.0\.0\.1:1/u);
  });

  it('says what is wrong with a certificate and what to do, and goes on when told to', async function withCertificates() {
    if (spawnSync('openssl', ['version']).error !== undefined) {
      leaveOut(this, 'openssl is not installed');
    }
    const own = makeCertificate('own.pem', '127.0.0.1');
    const port = await listen(
      createTlsServer(own, (socket) => socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\n\r\n')),
    );
    const address = `https://127.0.0.1:${port}`;
    assert.match(
      (await look({ address })).trouble,
      /its certificate \(127\.0\.0\.1\) is signed by itself: give that certificate as tls\.ca, or set tls\.insecure: true, which the report will say$/u,
    );
    assert.match(
      (await look({ address, tls: { ca: 'own.pem' } })).facts['certificate'] ?? '',
      /^certificate of 127\.0\.0\.1, issued by 127\.0\.0\.1, valid until \d{4}-\d\d-\d\d$/u,
    );
    assert.match(
      (await look({ address, tls: { insecure: true } })).facts['certificate'] ?? '',
      /NOT CHECKED \(tls\.insecure\)$/u,
    );
    assert.match(
      (await look({ address, tls: { ca: 'none.pem' } })).trouble,
      /the file \S*none\.pem of tls\.ca cannot be read/u,
    );
    assert.match(
      (await look({ address, tls: { ca: 'own.pem', name: 'camera.example' } })).trouble,
      /its certificate is for 127\.0\.0\.1 and not for camera\.example/u,
    );
    const plain = await listen(createHttpServer((_, response) => response.end()));
    assert.match(
      (await look({ address: `https://127.0.0.1:${plain}` })).trouble,
      /it answers without TLS: leave tls out/u,
    );
    const old = makeExpiredCertificate();
    const expired = await listen(createTlsServer(old, (socket) => socket.on('error', () => undefined)));
    assert.match(
      (await look({ address: `127.0.0.1:${expired}`, tls: { ca: 'old.pem' } })).trouble,
      /its certificate expired on 2021-01-01: have it renewed/u,
    );
  });

  it('reaches by SSH what only another host reaches, and ends with a sentence where it is not let in', async function overSsh() {
    if (!hasPrograms(this, 'ssh')) return;
    const port = await sayAlways('SSH-2.0-inner\r\n');
    const bastion = makeSpec('bastion', 'ssh', {});
    const jump = { host: 'bastion', config: '${bastion.facts.configFile}' };
    const inner = makeSpec(
      'inner',
      'external',
      { address: `ssh://127.0.0.1:${port}`, jump },
      { requires: ['bastion'] },
    );
    const world = await run.start([bastion, inner]);
    assert.equal(world.blockedBy(['inner'])?.text, undefined);
    const part = partOf(world, 'inner');
    assert.equal(part.facts['says'], 'SSH-2.0-inner');
    assert.notEqual(part.ports['main'], port);
    const closed = makeSpec('closed', 'external', {
      address: '127.0.0.1:22',
      jump: 'nobody@127.0.0.1:1',
      readyTimeoutMs: 8000,
    });
    const other = await run.start([closed]);
    assert.match(
      other.blockedBy(['closed'])?.text ?? '',
      /^closed exited with code 255 before it was ready: ssh: connect to host 127\.0\.0\.1 port 1: Connection refused/u,
    );
  });
});
