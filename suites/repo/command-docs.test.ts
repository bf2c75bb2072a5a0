import assert from 'node:assert/strict';
import { renderCommandPage } from './command-docs.ts';
import { readText } from './repository.ts';

describe('the command line reference', () => {
  it('is what the program prints as its help', () => {
    assert.equal(readText('docs/reference/command-line.md'), renderCommandPage());
  });
});
