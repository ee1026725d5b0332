/** X.509 v3 certificates with SM2 keys (GM/T 0015): the body that an issuer signs, and the whole with its signature. */
import { Constructed, fromBER, Primitive } from 'asn1js';
import { writeKeyInfo, writeSignature } from '../proof/sm2-encoding.ts';
import { der, write } from './der.ts';

export const sm2WithSm3 = '1.2.156.10197.1.501';

export interface CertificateName {
  readonly organisation: string;
  readonly common: string;
}

export interface CertificateSpec {
  /** At most 20 bytes; the first bit is cleared. */
  readonly serial: Uint8Array;
  readonly issuer: CertificateName;
  readonly subject: CertificateName;
  readonly from: Date;
  readonly until: Date;
  /** 65 bytes. */
  readonly publicKey: Uint8Array;
  /** May sign certificates. */
  readonly authority: boolean;
}

const oid = {
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  common: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
};

function nameOf({ organisation, common }: CertificateName) {
  const pairs: readonly (readonly [string, string])[] = [
    [oid.country, 'CN'],
    [oid.organisation, organisation],
    [oid.common, common],
  ];
  return der.sequence(
    ...pairs.map(([type, text]) => der.set(der.sequence(der.identifier(type), der.utf8(text)))),
  );
}

/** BOOLEAN true, which asn1js would write as 1 instead of DER's 255. */
function yes(): Primitive {
  return new Primitive({ idBlock: { tagClass: 1, tagNumber: 1 }, valueHex: Uint8Array.of(0xff).buffer });
}

/** KeyUsage bits: keyCertSign and cRLSign for an authority, digitalSignature and nonRepudiation for others. */
function extensions(authority: boolean) {
  const usage = authority ? Uint8Array.of(0x03, 0x02, 0x01, 0x06) : Uint8Array.of(0x03, 0x02, 0x06, 0xc0);
  const basic = authority ? Uint8Array.of(0x30, 0x03, 0x01, 0x01, 0xff) : Uint8Array.of(0x30, 0x00);
  const list = der.sequence(
    der.sequence(der.identifier(oid.basicConstraints), yes(), der.octets(basic)),
    der.sequence(der.identifier(oid.keyUsage), yes(), der.octets(usage)),
  );
  return new Constructed({ idBlock: { tagClass: 3, tagNumber: 3 }, value: [list] });
}

function algorithm() {
  return der.sequence(der.identifier(sm2WithSm3), der.nothing());
}

function parsed(bytes: Uint8Array) {
  return fromBER(Uint8Array.from(bytes).buffer).result;
}

/** TBSCertificate, what the issuer signs. */
export function certificateBody(spec: CertificateSpec): Uint8Array {
  const serial = Uint8Array.from(spec.serial);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return write(
    der.sequence(
      new Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [der.integer(2)] }),
      der.bigInteger(serial),
      algorithm(),
      nameOf(spec.issuer),
      der.sequence(der.moment(spec.from), der.moment(spec.until)),
      nameOf(spec.subject),
      parsed(writeKeyInfo(spec.publicKey)),
      extensions(spec.authority),
    ),
  );
}

/** `signature` is r ‖ s over the body. */
export function wholeCertificate(body: Uint8Array, signature: Uint8Array): Uint8Array {
  return write(der.sequence(parsed(body), algorithm(), der.bits(writeSignature(signature))));
}
