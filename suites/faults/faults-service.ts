import type { Fault } from './fault.ts';

/** The service alone breaks what its documents promise. */
export const SERVICE_FAULTS: readonly Fault[] = [
  {
    id: '01',
    what: 'the service ends at its start',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['startup', 'smoke-websocket'],
    edits: [
      {
        file: 'service.ts',
        from: '    await this.#waitForMediamtx();\n    this.#registry',
        to: "    await this.#waitForMediamtx();\n    if (this.#config.port > 0) throw new Error('table of sessions is not there');\n    this.#registry",
      },
    ],
  },
  {
    id: '02',
    what: 'an exception nobody catches while a snapshot is taken',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot'],
    edits: [
      {
        file: 'snapshots.ts',
        from: '    await this.#parts.folder.write(filename, picture);',
        to: '    setTimeout(() => { throw new TypeError(`no exposure in ${filename}`); }, 5);\n    await this.#parts.folder.write(filename, picture);',
      },
    ],
  },
  {
    id: '03',
    what: 'the event loop is blocked for 30 s when a recording is stopped',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['recording'],
    edits: [
      {
        file: 'methods-media.ts',
        from: '  const { sessionId, filename, duration, size } = await recorder.stop(camera);',
        to: '  for (const until = Date.now() + 30_000; Date.now() < until; ) void until;\n  const { sessionId, filename, duration, size } = await recorder.stop(camera);',
      },
    ],
  },
  {
    id: '05',
    what: 'stop_recording answers and stops nothing',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['recording'],
    edits: [
      {
        file: 'recorder.ts',
        from: '    await recording.session.stop(FIRST_FRAME_PATIENCE_MS);\n    const finished = await recording.finished;',
        to: "    if (recording.filename !== '') return { sessionId: recording.session.id, filename: recording.filename, duration: 1, size: 1, problem: undefined };\n    const finished = await recording.finished;",
      },
    ],
  },
  {
    id: '06',
    what: 'the status of a camera is told the wrong way round',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['discovery'],
    edits: [
      {
        file: 'methods-camera.ts',
        from: "status: camera.connected ? 'CONNECTED' : 'DISCONNECTED',",
        to: "status: camera.connected ? 'DISCONNECTED' : 'CONNECTED',",
      },
    ],
  },
  {
    id: '07',
    what: 'an unknown device is answered with another camera',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['discovery', 'control'],
    edits: [
      {
        file: 'methods-camera.ts',
        from: '  const camera = registry.find(device);',
        to: '  const camera = registry.find(device) ?? registry.list()[0];',
      },
    ],
    isHeldOut: true,
  },
  {
    id: '09',
    what: 'protected calls succeed without a token',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['control'],
    edits: [
      {
        file: 'dispatcher.ts',
        from: 'if (method.role !== undefined) checkAccess(connection, method.role);',
        to: 'if (method.role !== undefined && connection.access !== undefined) checkAccess(connection, method.role);',
      },
    ],
  },
  {
    id: '10',
    what: 'health says healthy while MediaMTX is down',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['mediamtx-recovery'],
    edits: [
      {
        file: 'health.ts',
        from: "return { status: 'unhealthy', details: problem };",
        to: "return { status: 'healthy', details: problem };",
      },
    ],
  },
  {
    id: '11',
    what: 'every second call is an internal error',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot'],
    edits: [
      {
        file: 'dispatcher.ts',
        from: '      return await method.run(new Params(params), connection);',
        to: "      if (this.#parts.metrics.requests % 2 === 0) throw new Error('no slot');\n      return await method.run(new Params(params), connection);",
      },
    ],
    isHeldOut: true,
  },
  {
    id: '13',
    what: 'delete reports success and deletes nothing',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['snapshot'],
    edits: [
      {
        file: 'media-folder.ts',
        from: 'await rm(this.filePath(name)).catch((error: unknown) => this.#rethrow(error));',
        to: 'await access(this.filePath(name)).catch((error: unknown) => this.#rethrow(error));',
      },
    ],
    isHeldOut: true,
  },
];
