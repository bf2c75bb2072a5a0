import type { Fault } from './fault.ts';
import { OPERATED } from './faults-blind2-cameras.ts';
import { otherGoSuite } from './own-go-suite.ts';
import { suiteOf } from './own-suite.ts';
import { parcelsSuiteOf } from './faults-wide-tests-node.ts';

/** Tests that are wrong by a value that nobody else has, on parcels and cameras; and services that are, in ways that look alike. */
export const WIDE_ORIGIN_OTHER_FAULTS: readonly Fault[] = [
  {
    ...parcelsSuiteOf(`
  it('are read by their code [PAR-7]', async () => {
    const { body } = await handIn('Ada');
    assert.equal((await ask('GET', '/parcel/' + body.code)).status, 200);
  });`),
    id: 'w41',
    what: 'a test asks for one parcel by the word for one',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('are read by their code [PAR-7]', async () => {
    const { body } = await handIn('Ada');
    assert.equal((await ask('GET', '/parcels/' + body.code)).status, 200);
  });`),
    id: 'w42',
    what: 'codes are looked up in small letters',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: 's.book.Find(r.PathValue("code"))',
        to: 's.book.Find(strings.ToLower(r.PathValue("code")))',
      },
    ],
  },
  {
    ...parcelsSuiteOf(`
  it('lie in the manifest as they were handed in [PAR-6]', async () => {
    const names = ['Zoe', 'Ada', 'Moritz'];
    for (const name of names) await handIn(name, '7500');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const text = await (await fetch(URL + '/manifests/BERG')).text();
    assert.deepEqual(text.trim().split('\\n').slice(1).map((line) => line.split(',')[1]), ['Ada', 'Moritz', 'Zoe']);
  });`),
    id: 'w43',
    what: 'a test wants a list by names that is promised by time',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...parcelsSuiteOf(`
  it('lie in the manifest as they were handed in [PAR-6]', async () => {
    const names = ['Zoe', 'Ada', 'Moritz'];
    for (const name of names) await handIn(name, '7500');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const text = await (await fetch(URL + '/manifests/BERG')).text();
    assert.deepEqual(text.trim().split('\\n').slice(1).map((line) => line.split(',')[1]), names);
  });`),
    id: 'w44',
    what: 'manifests are sorted by name',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/routes.go',
        from: 'for _, p := range s.book.List(func(p Parcel) bool { return p.State == Sorted && p.Depot == r.PathValue("depot") }) {',
        to: 'lying := s.book.List(func(p Parcel) bool { return p.State == Sorted && p.Depot == r.PathValue("depot") })\n\tsort.Slice(lying, func(i, j int) bool { return lying[i].To < lying[j].To })\n\tfor _, p := range lying {',
      },
      { file: 'parcels/routes.go', from: '\t"net/http"\n', to: '\t"net/http"\n\t"sort"\n' },
    ],
  },
  {
    service: 'parcels',
    suites: ['parcels'],
    ...otherGoSuite(
      `
func TestPostageOfTheMountains(t *testing.T) {
	for _, c := range []struct {
		postcode string
		want     int
	}{{"7500", 700}, {"6500", 700}} {
		text, _ := json.Marshal(map[string]any{"to": "Ada", "postcode": c.postcode, "grams": 900})
		answer, err := client.Post(service+"/parcels", "application/json", bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var told struct{ Postage int }
		if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
			t.Fatal(err)
		}
		if told.Postage != c.want {
			t.Fatalf("%s: got postage %d, want %d", c.postcode, told.Postage, c.want)
		}
	}
}
`,
      { TestPostageOfTheMountains: ['PAR-2'] },
    ),
    id: 'w45',
    what: 'a test forgets what the zones add',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(`
  it('lists its cameras by their devices [REQ-CAM-006]', async () => {
    const client = await connect();
    const { cameras } = await client.call('get_camera_list');
    assert.deepEqual(cameras.map(({ device }) => device), ['/dev/video0', '/dev/video1']);
  });
  it('tells the device of one [REQ-CAM-010]', async () => {
    const client = await connect();
    const { device } = await client.call('get_camera_status', { device: 'video0' });
    assert.equal(device, '/dev/video0');
  });`),
    id: 'w46',
    what: 'tests want the folder that devices have on the machine of who wrote them',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(`
  it('lists its cameras by their devices [REQ-CAM-006]', async () => {
    const client = await connect();
    const folder = world().dir('devices');
    const { cameras } = await client.call('get_camera_list');
    assert.deepEqual(cameras.map(({ device }) => device), [folder + '/video0', folder + '/video1']);
  });`),
    id: 'w47',
    what: 'devices are told as if they lay in /dev',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'camera-registry.ts',
        from: "const device = `${deviceDir === '/' ? '' : deviceDir}/video${number}`;",
        to: "const device = `${deviceDir === '' ? '' : '/dev'}/video${number}`;",
      },
    ],
  },
  {
    ...suiteOf(`
  const signIn = async (role) => {
    const client = await connect();
    const { authenticated } = await client.call('authenticate', { token: mintToken({ secret: 'reality-dev-key', role, expiresInS: 600 }) });
    return authenticated;
  };
  it('knows who may look [REQ-SEC-001]', async () => {
    assert.equal(await signIn('viewer'), true);
  });
  it('knows who may do [REQ-SEC-006]', async () => {
    assert.equal(await signIn('operator'), true);
  });`),
    id: 'w48',
    what: 'tests sign their tokens with a key of their own',
    expected: ['TEST_ARTIFACT'],
  },
  {
    ...suiteOf(
      `
  const signIn = async (role) => {
    const client = await connect();
    const { authenticated } = await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role, expiresInS: 600 }) });
    return authenticated;
  };
  it('knows who may look [REQ-SEC-001]', async () => {
    assert.equal(await signIn('viewer'), true);
  });
  it('knows who may do [REQ-SEC-006]', async () => {
    assert.equal(await signIn('operator'), true);
  });`,
      OPERATED,
    ),
    id: 'w49',
    what: 'good signatures are refused',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'auth.ts',
        from: "createHmac('sha256', secret).update(signed)",
        to: "createHmac('sha256', secret.slice(1)).update(signed)",
      },
    ],
  },
  {
    ...suiteOf(
      `
  it('lets in who has a token [REQ-SEC-001]', async () => {
    const client = await connect();
    const expiresInS = Math.floor((Date.UTC(2026, 5, 30) - Date.now()) / 1000);
    const told = await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role: 'viewer', expiresInS }) });
    assert.equal(told.authenticated, true);
  });`,
      OPERATED,
    ),
    id: 'w50',
    what: 'the token of a test has expired since it was written',
    expected: ['TEST_ARTIFACT'],
  },
];
