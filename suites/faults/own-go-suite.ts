import type { Fault } from './fault.ts';

const HEAD = `package parcels_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"
)

var service = os.Getenv("REALITY_SERVICE_URL_HTTP")
var client = http.Client{Timeout: 10 * time.Second}

type parcel struct{ Code, State string }

func handIn(t *testing.T, to, postcode string) (status int, made parcel) {
	t.Helper()
	text, _ := json.Marshal(map[string]any{"to": to, "postcode": postcode, "grams": 100})
	answer, err := client.Post(service+"/parcels", "application/json", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&made); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, made
}

func TestNobodyIsNoName(t *testing.T) {
	if status, _ := handIn(t, "", "8001"); status != 400 {
		t.Errorf("got status %d, want 400", status)
	}
}
`;

/** The suite in Go with other tests in it; `cites` says which of them verifies what. */
export function otherGoSuite(
  body: string,
  cites: Readonly<Record<string, readonly string[]>> = {},
): Pick<Fault, 'files' | 'change'> {
  return {
    files: {
      'parcels_test.go': `${HEAD}${body}`,
    },
    change: (config) =>
      config.setIn(
        ['suites', 0, 'cites'],
        config.createNode({
          '* > TestNobodyIsNoName': ['PAR-11'],
          ...Object.fromEntries(Object.entries(cites).map(([name, ids]) => [`* > ${name}`, ids])),
        }),
      ),
  };
}
