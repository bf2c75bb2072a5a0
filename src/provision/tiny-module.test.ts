// A real Go module of a few lines that carries MediaMTX's name, for tests of the steps around it: it is fetched, copied, given
// its two generated files, compiled, packed and identified like the real one, in seconds. No tests in here.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import zlib from 'node:zlib';
import { run } from './lab.test.ts';

const MODULE = 'github.com/bluenviron/mediamtx';

const MAIN_GO = `package main

import (
	_ "embed"
	"fmt"
	"os"
	"strings"
	"time"
)

//go:embed internal/core/VERSION
var version string

//go:embed internal/servers/hls/hls.min.js
var hls string

func main() {
	if len(os.Args) > 1 && os.Args[1] == "--version" {
		fmt.Println(version)
		return
	}
	fmt.Println(strings.Count(hls, "\\n"))
	time.Sleep(time.Minute)
}
`;

export interface TinyModule {
  readonly version: string;
  /** The `go` line of go.mod: the oldest Go that may build it. */
  readonly go: string;
}

function listSources(module: TinyModule): Readonly<Record<string, string>> {
  return {
    'go.mod': `module ${MODULE}\n\ngo ${module.go}\n`,
    'main.go': MAIN_GO,
    'internal/core/core.go': 'package core\n',
    'internal/servers/hls/hls.go': 'package hls\n',
    'internal/servers/hls/hlsjsdownloader/VERSION': 'v1.6.16\n',
  };
}

/** Compiles the module as its release would be, into `folder/mediamtx`. */
export async function compileTiny(folder: string, module: TinyModule): Promise<string> {
  const source = path.join(folder, `tiny-${module.version}`);
  const generated = { 'internal/core/VERSION': module.version, 'internal/servers/hls/hls.min.js': '// none\n' };
  for (const [name, text] of Object.entries({ ...listSources(module), ...generated })) {
    await mkdir(path.dirname(path.join(source, name)), { recursive: true });
    await writeFile(path.join(source, name), text);
  }
  const executable = path.join(source, 'mediamtx');
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOWORK: 'off' };
  await run('go', ['build', '-o', executable, '.'], { cwd: source, env });
  return executable;
}

/** A Go module proxy as a folder, with that one module in it; returns the variables that make Go use it alone. */
export async function makeGoProxy(folder: string, module: TinyModule): Promise<Readonly<Record<string, string>>> {
  const versions = path.join(folder, 'proxy', MODULE, '@v');
  await mkdir(versions, { recursive: true });
  const sources = listSources(module);
  const prefix = `${MODULE}@${module.version}/`;
  await writeFile(path.join(versions, `${module.version}.info`), JSON.stringify({ Version: module.version }));
  await writeFile(path.join(versions, `${module.version}.mod`), sources['go.mod'] ?? '');
  const files = Object.fromEntries(Object.entries(sources).map(([name, text]) => [prefix + name, text]));
  await writeFile(path.join(versions, `${module.version}.zip`), makeZip(files));
  return {
    GOPROXY: `file://${path.join(folder, 'proxy')}`,
    GOSUMDB: 'off',
    GOTOOLCHAIN: 'local',
    GOMODCACHE: path.join(folder, 'modules'),
  };
}

/** A zip of stored files: the one form that a Go module is published in. */
function makeZip(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const nameBytes = Buffer.from(name);
    const body = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(zlib.crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, body]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, nameBytes]));
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, central, Buffer.from('PK\x05\x06'), end]);
}

/** Packs one file as a release does: `mediamtx`, `mediamtx.yml` and `LICENSE` in a .tar.gz. */
export async function packRelease(folder: string, executable: string): Promise<string> {
  const content = path.join(folder, 'content');
  await mkdir(content, { recursive: true });
  await run('cp', [executable, path.join(content, 'mediamtx')]);
  await writeFile(path.join(content, 'mediamtx.yml'), 'paths:\n');
  await writeFile(path.join(content, 'LICENSE'), 'MIT\n');
  const archive = path.join(folder, 'release.tar.gz');
  await run('tar', ['-czf', archive, '-C', content, 'mediamtx', 'mediamtx.yml', 'LICENSE']);
  return archive;
}
