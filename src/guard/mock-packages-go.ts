/** Import paths of Go packages that stand in for real parts, or beginnings that end in `*`. */
const GO_MOCKS: readonly string[] = [
  'github.com/golang/mock/*',
  'go.uber.org/mock/*',
  'github.com/stretchr/testify/mock',
  'github.com/vektra/mockery/*',
  'github.com/DATA-DOG/go-sqlmock',
  'github.com/pashagolub/pgxmock*',
  'github.com/jarcoal/httpmock',
  'github.com/h2non/gock',
  'gopkg.in/h2non/gock*',
  'github.com/alicebob/miniredis*',
  'github.com/go-redis/redismock*',
  'github.com/agiledragon/gomonkey*',
  'bou.ke/monkey',
  'github.com/undefinedlabs/go-mpatch',
  'github.com/maxbrunsfeld/counterfeiter/*',
  'github.com/spf13/afero/mem',
  'github.com/nhatthm/*mock*',
  'github.com/bytedance/mockey*',
  'github.com/prashantv/gostub',
  'github.com/gojuno/minimock/*',
  'github.com/petergtz/pegomock/*',
  'github.com/ovechkin-dm/mockio*',
  'github.com/walkerus/go-wiremock*',
  'github.com/wiremock/*',
  'github.com/foxcpp/go-mockdns',
  'github.com/dnaeon/go-vcr*',
  'gopkg.in/dnaeon/go-vcr*',
  'github.com/seborama/govcr*',
  'gopkg.in/seborama/govcr*',
  'github.com/onsi/gomega/ghttp',
  'github.com/johannesboyne/gofakes3*',
  'github.com/benbjohnson/clock',
  'github.com/jonboulay/clockwork',
  'github.com/jonboulle/clockwork',
];

/** Words of the path of a package that say what it is for; of the project's own they say nothing. */
const GO_TELLING: ReadonlySet<string> = new Set(['mock', 'mocks', 'gomock', 'stub', 'stubs', 'fake', 'fakes']);

/** Whether an import path leads to a package of others that stands in for real parts. */
export function isGoMock(path: string, isOwn: boolean): boolean {
  const isListed = GO_MOCKS.some((one) => (one.endsWith('*') ? path.startsWith(one.slice(0, -1)) : path === one));
  const words = path.split(/[-/._]/u);
  const isOther = !isOwn && path.includes('.') && !words.includes('grpc');
  return isListed || (isOther && words.some((word) => GO_TELLING.has(word)));
}
