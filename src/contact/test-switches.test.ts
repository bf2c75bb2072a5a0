import assert from 'node:assert/strict';
import { findTestSwitches } from './test-switches.ts';

/** Variable → whether it is listed; each with a twin that says nothing. */
const CASES: readonly (readonly [listed: string, silent: string])[] = [
  ['NODE_ENV=test', 'NODE_ENV=production'],
  ['CAMERA_ENV=testing', 'CAMERA_ENV=staging'],
  ['SPRING_PROFILES_ACTIVE=test', 'SPRING_PROFILES_ACTIVE=latest'],
  ['TEST_MODE=1', 'TEST_MODE=0'],
  ['CAMERA_SERVICE_TEST_MODE=true', 'CAMERA_SERVICE_TEST_MODE=false'],
  ['TESTING=yes', 'TESTING=off'],
  ['TEST=1', 'TEST=suite-7'],
  ['DISABLE_HARDWARE=true', 'DISABLE_HARDWARE=no'],
  ['CAMERA_SKIP_DEVICE_CHECK=1', 'CAMERA_DEVICE_CHECK=1'],
  ['NO_FFMPEG=1', 'FFMPEG_THREADS=1'],
  ['MOCK_CAMERAS=2', 'MOCK_CAMERAS=0'],
  ['USE_FAKE_CLOCK=on', 'USE_FAKE_CLOCK=off'],
  ['PAYMENT_STUB=http://127.0.0.1:9', 'FORBID_MOCKS=1'],
  ['USE_STUB=1', 'STUBBORN_RETRIES=1'],
  ['CAMERA_SIMULATE=1', 'SIM_CARD=1'],
  ['RTSP_SIMULATOR=1', 'DISABLE_SIMULATOR=1'],
  ['DRY_RUN=1', 'DRY_RUN=0'],
  ['CAMERA_BACKEND=mock', 'CAMERA_BACKEND=v4l2'],
  ['SMS_PROVIDER=fake', 'SMS_PROVIDER=twilio'],
  ['USE_IN_MEMORY_DB=true', 'SHARED_MEMORY_MB=64'],
  ['mock_api=1', 'no_mock_api=1'],
  ['FAKETIME=@2030-01-01 00:00:00', 'TZ=UTC'],
  ['LD_PRELOAD=/usr/lib/faketime/libfaketime.so.1', 'LD_PRELOAD=/usr/lib/libjemalloc.so.2'],
];

const parse = (text: string): Readonly<Record<string, string>> => {
  const at = text.indexOf('=');
  return { [text.slice(0, at)]: text.slice(at + 1) };
};

describe('switches of a service that turn it into something else', () => {
  for (const [listed, silent] of CASES) {
    it(`${listed} is listed, ${silent} is not`, () => {
      const [found, ...more] = findTestSwitches('service', parse(listed), (text) => text);
      assert.deepEqual([found?.rule, found?.verdict, more.length], ['test-switch', 'warn', 0]);
      assert.ok(found?.sentence.includes(`service runs with ${listed}: `), found?.sentence);
      assert.deepEqual(
        findTestSwitches('service', parse(silent), (text) => text),
        [],
      );
    });
  }

  it('show no secret', () => {
    const [found] = findTestSwitches('service', { MOCK_KEY: 'hunter2' }, () => '[hidden]');
    assert.equal(found?.sentence.includes('hunter2'), false);
  });
});
