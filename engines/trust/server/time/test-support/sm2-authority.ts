/**
 * A time-stamping authority in the form of GM/T 0033 for tests, made of the repository's own ASN.1, SM2 and SM3: openssl's `ts` signs no SM2. The
 * identifiers of GM/T 0006 and 0010 are from memory; no stamp of a real Chinese authority was at hand.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type BaseBlock, Constructed, fromBER, Primitive } from 'asn1js';
import { makeKeyPair, sign } from '../../../proof/sm2.ts';
import { writeKeyInfo, writeSignature } from '../../../proof/sm2-encoding.ts';
import { der, write } from '../../../seal/der.ts';
import { childrenOf, readDer } from '../token/read-der.ts';

export const gm = {
  signedData: '1.2.156.10197.6.1.4.2.2',
  sm3: '1.2.156.10197.1.401',
  sm2: '1.2.156.10197.1.301.1',
  sm2WithSm3: '1.2.156.10197.1.501',
} as const;
const stampInfo = '1.2.840.113549.1.9.16.1.4';

export interface Shape {
  readonly envelope: string;
  readonly digest: string;
  readonly signature: string;
  /** Purposes in its certificate. */
  readonly purpose: string;
}

const usual: Shape = {
  envelope: gm.signedData,
  digest: gm.sm3,
  signature: gm.sm2,
  purpose: '1.3.6.1.5.5.7.3.8',
};

const parsed = (bytes: Uint8Array): BaseBlock => fromBER(Uint8Array.from(bytes).buffer).result;
const sm3 = (bytes: Uint8Array) => createHash('sm3').update(bytes).digest();
const inContext = (tagNumber: number, ...value: BaseBlock[]) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
const yes = () =>
  new Primitive({ idBlock: { tagClass: 1, tagNumber: 1 }, valueHex: Uint8Array.of(0xff).buffer });
const algorithm = (identifier: string) => der.sequence(der.identifier(identifier), der.nothing());
const nameOf = (common: string) =>
  der.sequence(der.set(der.sequence(der.identifier('2.5.4.3'), der.utf8(common))));

type Pair = ReturnType<typeof makeKeyPair>;

function serialNumber(): Uint8Array {
  const serial = Uint8Array.from(randomBytes(8));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

function certificate(given: {
  readonly issuer: string;
  readonly subject: string;
  readonly key: Uint8Array;
  readonly by: Uint8Array;
  readonly extensions: readonly BaseBlock[];
}): { readonly whole: Uint8Array; readonly serial: Uint8Array } {
  const serial = serialNumber();
  const body = write(
    der.sequence(
      inContext(0, der.integer(2)),
      der.bigInteger(serial),
      algorithm(gm.sm2WithSm3),
      nameOf(given.issuer),
      der.sequence(
        der.moment(new Date('2020-01-01T00:00:00Z')),
        der.moment(new Date('2046-01-01T00:00:00Z')),
      ),
      nameOf(given.subject),
      parsed(writeKeyInfo(given.key)),
      inContext(3, der.sequence(...given.extensions)),
    ),
  );
  const signature = der.bits(writeSignature(sign(given.by, body)));
  return { whole: write(der.sequence(parsed(body), algorithm(gm.sm2WithSm3), signature)), serial };
}

const authorityExtension = der.sequence(
  der.identifier('2.5.29.19'),
  yes(),
  der.octets(Uint8Array.of(0x30, 0x03, 0x01, 0x01, 0xff)),
);

function purposeExtension(purpose: string): BaseBlock {
  return der.sequence(
    der.identifier('2.5.29.37'),
    yes(),
    der.octets(write(der.sequence(der.identifier(purpose)))),
  );
}

function attribute(type: string, value: BaseBlock): BaseBlock {
  return der.sequence(der.identifier(type), der.set(value));
}

function tokenOf(request: Uint8Array, shape: Shape, root: Pair): Uint8Array {
  const [, imprint, nonce] = childrenOf(readDer(request));
  const key = makeKeyPair();
  const { whole, serial } = certificate({
    issuer: 'Test-SM2-Root',
    subject: 'Test-SM2-TSA',
    key: key.publicKey,
    by: root.privateKey,
    extensions: [purposeExtension(shape.purpose)],
  });
  const info = write(
    der.sequence(
      der.integer(1),
      der.identifier('1.2.3.4.1'),
      parsed(imprint?.whole ?? new Uint8Array()),
      der.bigInteger(serialNumber()),
      der.moment(new Date()),
      der.sequence(der.integer(1)),
      parsed(nonce?.whole ?? new Uint8Array()),
    ),
  );
  const attributes = [
    attribute('1.2.840.113549.1.9.3', der.identifier(stampInfo)),
    attribute('1.2.840.113549.1.9.4', der.octets(digestBy(shape.digest, info))),
    attribute(
      '1.2.840.113549.1.9.16.2.47',
      der.sequence(der.sequence(der.sequence(algorithm(gm.sm3), der.octets(sm3(whole))))),
    ),
  ];
  const signature = writeSignature(sign(key.privateKey, write(der.set(...attributes))));
  const signer = der.sequence(
    der.integer(1),
    der.sequence(nameOf('Test-SM2-Root'), der.bigInteger(serial)),
    algorithm(shape.digest),
    inContext(0, ...attributes),
    algorithm(shape.signature),
    der.octets(signature),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.set(algorithm(shape.digest)),
    der.sequence(der.identifier(stampInfo), inContext(0, der.octets(info))),
    inContext(0, parsed(whole)),
    der.set(signer),
  );
  return write(der.sequence(der.identifier(shape.envelope), inContext(0, signedData)));
}

function digestBy(identifier: string, content: Uint8Array): Uint8Array {
  return createHash(identifier === gm.sm3 ? 'sm3' : 'sha256')
    .update(content)
    .digest();
}

export interface Sm2Authority {
  readonly address: string;
  /** PEM. */
  readonly root: string;
  behave(shape: Partial<Shape>): void;
  close(): Promise<void>;
}

function pemOf(whole: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(whole).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

export async function openSm2Authority(): Promise<Sm2Authority> {
  const root = makeKeyPair();
  const { whole } = certificate({
    issuer: 'Test-SM2-Root',
    subject: 'Test-SM2-Root',
    key: root.publicKey,
    by: root.privateKey,
    extensions: [authorityExtension],
  });
  let shape = usual;
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const token = tokenOf(body, shape, root);
      response.setHeader('content-type', 'application/timestamp-reply');
      response.end(write(der.sequence(der.sequence(der.integer(0)), parsed(token))));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    root: pemOf(whole),
    behave(given) {
      shape = { ...usual, ...given };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
