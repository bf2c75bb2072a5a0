// A suite is an ordinary mocha file. The world it may use stands in environment variables, documented and stable.
const assert = require('node:assert/strict');

const service = process.env.REALITY_SERVICE_URL_HTTP;

describe('service', () => {
  it('says that it is ready', async () => {
    const response = await fetch(`${service}/health`);
    assert.equal(response.status, 200);
    assert.equal((await response.json()).status, 'ready');
  });

  it('refuses what it does not know', async () => {
    const response = await fetch(`${service}/nowhere`);
    assert.equal(response.status, 404);
  });
});
