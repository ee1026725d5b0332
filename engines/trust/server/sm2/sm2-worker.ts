/** Worker thread: one SM2 task in, its result out. */
import { ofdLimits } from '../../ofd/read-package.ts';
import { readCertificate } from '../../ofd/read-seal.ts';
import { type OfdReport, verifyOfd } from '../../ofd/verify-ofd.ts';
import type { TrustedRoot } from '../../seal/check-issuer.ts';
import type { ListedRoot } from '../../service.ts';
import { sm3 } from '../digest.ts';
import { decrypt, encrypt, type KeyPair, makeKeyPair, sign, verify } from '../../proof/sm2.ts';

export type Sm2Task =
  | { readonly act: 'make' }
  | { readonly act: 'sign'; readonly privateKey: Uint8Array; readonly content: Uint8Array }
  | {
      readonly act: 'verify';
      readonly publicKey: Uint8Array;
      readonly content: Uint8Array;
      readonly signature: Uint8Array;
    }
  | { readonly act: 'encrypt'; readonly publicKey: Uint8Array; readonly text: Uint8Array }
  | { readonly act: 'decrypt'; readonly privateKey: Uint8Array; readonly ciphertext: Uint8Array }
  | { readonly act: 'check-ofd'; readonly file: Uint8Array; readonly roots: readonly ListedRoot[] };

/** What a task of each kind gives. */
export interface Sm2Results {
  readonly make: KeyPair;
  readonly sign: Uint8Array;
  readonly verify: boolean;
  readonly encrypt: Uint8Array;
  readonly decrypt: Uint8Array;
  readonly 'check-ofd': OfdReport;
}

/** What anybody may send is small; a thread that unpacks for seconds would keep signatures waiting. */
const checkLimits = { ...ofdLimits, entries: 500, unpacked: 20_000_000 };

function readRoot({ title, certificate, from, until }: ListedRoot): TrustedRoot {
  const read = readCertificate(Buffer.from(certificate, 'base64'));
  return { title, certificate: read, from: new Date(from), until: new Date(until) };
}

export function run(task: Sm2Task): Sm2Results[keyof Sm2Results] {
  switch (task.act) {
    case 'make':
      return makeKeyPair();
    case 'sign':
      return sign(task.privateKey, task.content);
    case 'verify':
      return verify(task.publicKey, task.content, task.signature);
    case 'encrypt':
      return encrypt(task.publicKey, task.text);
    case 'decrypt':
      return decrypt(task.privateKey, task.ciphertext);
    case 'check-ofd':
      return verifyOfd(task.file, sm3, checkLimits, task.roots.map(readRoot));
  }
}
