/** Electronic seals and their signatures by GB/T 38540-2020 (version 4): what is signed, and the whole with its signature, in DER. */
import { fromBER } from 'asn1js';
import { writeSignature } from '../proof/sm2-encoding.ts';
import { der, write } from './der.ts';
import { sm2WithSm3 } from './write-certificate.ts';

const [header, version, maker] = ['ES', 4, 'ShuziFuyang'];
/** certListType 1: the list holds whole certificates, not digests. */
const wholeCertificates = 1;

export interface SealPicture {
  /** 'PNG', 'SVG' … */
  readonly type: string;
  readonly data: Uint8Array;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
}

export interface SealSpec {
  readonly id: string;
  /** 1 organ, 2 special purpose, 3 legal representative. */
  readonly type: number;
  readonly name: string;
  /** Certificates (DER) that may use it. */
  readonly users: readonly Uint8Array[];
  readonly made: Date;
  readonly from: Date;
  readonly until: Date;
  readonly picture: SealPicture;
}

function parsed(bytes: Uint8Array) {
  return fromBER(Uint8Array.from(bytes).buffer).result;
}

/** SES_SealInfo, what the maker signs. */
export function sealInfo(spec: SealSpec): Uint8Array {
  const { picture } = spec;
  return write(
    der.sequence(
      der.sequence(der.ascii(header), der.integer(version), der.ascii(maker)),
      der.ascii(spec.id),
      der.sequence(
        der.integer(spec.type),
        der.utf8(spec.name),
        der.integer(wholeCertificates),
        der.sequence(...spec.users.map((user) => der.octets(user))),
        der.moment(spec.made),
        der.moment(spec.from),
        der.moment(spec.until),
      ),
      der.sequence(
        der.ascii(picture.type),
        der.octets(picture.data),
        der.integer(picture.width),
        der.integer(picture.height),
      ),
    ),
  );
}

/** SESeal; `signature` is the maker's r ‖ s over the info. */
export function wholeSeal(info: Uint8Array, certificate: Uint8Array, signature: Uint8Array): Uint8Array {
  return write(
    der.sequence(
      parsed(info),
      der.octets(certificate),
      der.identifier(sm2WithSm3),
      der.bits(writeSignature(signature)),
    ),
  );
}

/** TBS_Sign, what the seal's user signs: the seal, the moment, and SM3 over the signature description. */
export function sealToSign(spec: {
  readonly seal: Uint8Array;
  readonly at: Date;
  readonly digest: Uint8Array;
  /** Path of the signature description in the package. */
  readonly property: string;
}): Uint8Array {
  return write(
    der.sequence(
      der.integer(version),
      parsed(spec.seal),
      der.moment(spec.at),
      der.bits(spec.digest),
      der.ascii(spec.property),
    ),
  );
}

/** SES_Signature; `signature` is the user's r ‖ s over the TBS_Sign. */
export function wholeSealSignature(
  toSign: Uint8Array,
  certificate: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  return write(
    der.sequence(
      parsed(toSign),
      der.octets(certificate),
      der.identifier(sm2WithSm3),
      der.bits(writeSignature(signature)),
    ),
  );
}
