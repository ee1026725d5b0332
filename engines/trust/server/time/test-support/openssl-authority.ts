/** A real time-stamping authority for tests: `openssl ts -reply` behind a small HTTP server, with a root, and signers that should and should not be believed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['ts', '-help'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

export type Signer = 'rsa' | 'ec' | 'no-purpose' | 'not-critical';

export interface Authority {
  readonly address: string;
  /** PEM. */
  readonly root: string;
  readonly otherRoot: string;
  /** What it does from now on. */
  behave(how: {
    readonly signer?: Signer;
    readonly digests?: string;
    readonly down?: boolean;
    /** Answers with this instead. */
    readonly replay?: Buffer | undefined;
  }): void;
  /** Its last answer. */
  last(): Buffer;
  readonly asked: () => number;
  close(): Promise<void>;
}

const keyOptions: Readonly<Record<Signer, string>> = {
  rsa: '-newkey rsa:2048',
  ec: '-newkey ec -pkeyopt ec_paramgen_curve:P-256',
  'no-purpose': '-newkey rsa:2048',
  'not-critical': '-newkey rsa:2048',
};
const purposes: Readonly<Record<Signer, string>> = {
  rsa: 'critical,timeStamping',
  ec: 'critical,timeStamping',
  'no-purpose': 'critical,timeStamping,codeSigning',
  'not-critical': 'timeStamping',
};

function configOf(folder: string, signer: Signer, digests: string): string {
  return `[tsa]
default_tsa = one
[one]
dir = ${folder}
serial = ${folder}/serial
signer_cert = ${folder}/${signer}.pem
certs = ${folder}/root.pem
signer_key = ${folder}/${signer}.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = ${digests}
accuracy = secs:1, millisecs:500
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
}

export async function openAuthority(): Promise<Authority> {
  const folder = mkdtempSync(path.join(tmpdir(), 'city-tsa-'));
  /** Words by blanks: no path or name here has one. */
  const run = (line: string) => execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' });
  for (const name of ['root', 'other'])
    run(
      `req -x509 -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.pem -days 30 -subj /CN=Test-${name} -addext keyUsage=critical,keyCertSign`,
    );
  for (const [signer, purpose] of Object.entries(purposes)) {
    run(
      `req ${keyOptions[signer as Signer]} -nodes -keyout ${signer}.key -out ${signer}.csr -subj /CN=Test-TSA-${signer}`,
    );
    writeFileSync(
      path.join(folder, `${signer}.ext`),
      `extendedKeyUsage=${purpose}\nkeyUsage=critical,digitalSignature\n`,
    );
    run(
      `x509 -req -in ${signer}.csr -CA root.pem -CAkey root.key -CAcreateserial -days 10 -extfile ${signer}.ext -out ${signer}.pem`,
    );
  }
  writeFileSync(path.join(folder, 'serial'), '01\n');
  let how: { signer: Signer; digests: string; down: boolean; replay: Buffer | undefined } = {
    signer: 'rsa',
    digests: 'sm3, sha256',
    down: false,
    replay: undefined,
  };
  let last: Buffer = Buffer.alloc(0);
  let asked = 0;

  function answer(query: Buffer): Buffer {
    writeFileSync(path.join(folder, 'query'), query);
    writeFileSync(path.join(folder, 'tsa.cnf'), configOf(folder, how.signer, how.digests));
    run('ts -reply -config tsa.cnf -queryfile query -out reply');
    return readFileSync(path.join(folder, 'reply'));
  }

  const server: Server = createServer((request, response) => {
    void buffer(request).then((query) => {
      asked += 1;
      if (how.down) {
        response.writeHead(503).end();
        return;
      }
      try {
        last = how.replay ?? answer(query);
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(last);
      } catch (problem) {
        response.writeHead(500).end(String(problem));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    root: readFileSync(path.join(folder, 'root.pem'), 'utf8'),
    otherRoot: readFileSync(path.join(folder, 'other.pem'), 'utf8'),
    behave(given) {
      how = { ...how, ...given };
    },
    last: () => last,
    asked: () => asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
