import assert from 'node:assert/strict';
import { chooseInstallCommand } from './host-remedy.ts';
import { judgeVersion, parseWantedVersion } from './support.ts';

describe('support: versions of MediaMTX', () => {
  const table = [
    ['v1.19.3', 'full'],
    ['v1.20.1', 'full'],
    ['v1.15.2', 'full'],
    ['v1.15.1', 'degraded'],
    ['v1.14.0', 'degraded'],
    ['v1.11.0', 'degraded'],
    ['v2.0.0', 'degraded'],
    ['v1.10.0', 'refused'],
    ['v1.9.3', 'refused'],
    ['v0.0.0', 'refused'],
    ['v1.19.3-2-g0123abc-dirty', 'full'],
    ['nonsense', 'refused'],
  ] as const;
  for (const [version, kind] of table) {
    it(`${version} is ${kind}`, async () => assert.equal((await judgeVersion('mediamtx', version)).kind, kind));
  }

  it('FFmpeg is judged by what it can do, not by its number', async () => {
    assert.equal((await judgeVersion('ffmpeg', 'N-12345-gabcdef')).kind, 'full');
  });

  it('a wish is the same with and without its v', () => {
    assert.equal(parseWantedVersion('1.14.0'), 'v1.14.0');
    assert.equal(parseWantedVersion('v1.14.0'), 'v1.14.0');
    assert.equal(parseWantedVersion(''), undefined);
    assert.equal(parseWantedVersion(undefined), undefined);
  });
});

describe('support: the one command for this host', () => {
  const table = [
    ['ID=debian', 'apt-get install ffmpeg'],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', 'apt-get install ffmpeg'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'apt-get install ffmpeg'],
    ['ID=fedora', 'dnf install ffmpeg'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'dnf install ffmpeg'],
    ['ID=alpine', 'apk add ffmpeg'],
    ['ID=arch', 'pacman -S ffmpeg'],
    ['ID="opensuse-leap"\nID_LIKE="suse opensuse"', 'zypper install ffmpeg'],
    ['ID=plan9', undefined],
    ['', undefined],
  ] as const;
  for (const [text, command] of table) {
    it(`${JSON.stringify(text)} → ${command}`, () => assert.equal(chooseInstallCommand(text), command));
  }
});
