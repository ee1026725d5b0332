/** The seal's side of an OFD package (GB/T 33190-2016 §18): the description of what is protected, the list, and where the stamp stands. */
import { strToU8 } from 'fflate';
import type { Hash } from '../proof/hash-tree.ts';
import { sm2WithSm3 } from '../seal/write-certificate.ts';
import { escapeXml, type OfdFiles, pageObject, type SealPlace } from './write-ofd.ts';

const space = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const sm3Oid = '1.2.156.10197.1.401';

export const signatureFolder = 'Doc_0/Signs';
/** What TBS_Sign names as its property. */
export const signaturePath = `/${signatureFolder}/Sign_0/Signature.xml`;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** yyyyMMddHHmmss, UTC with Z, as readers expect it. */
function stamp(at: Date): string {
  return `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
}

/** Signature.xml: what the seal's signature is over. */
export function describeSignature(
  files: OfdFiles,
  sm3: Hash,
  { at, place }: { readonly at: Date; readonly place: SealPlace },
): Uint8Array {
  const references = Object.entries(files)
    .map(
      ([name, bytes]) =>
        `<ofd:Reference FileRef="/${escapeXml(name)}"><ofd:CheckValue>${toBase64(sm3(bytes))}</ofd:CheckValue></ofd:Reference>`,
    )
    .join('');
  const boundary = `${place.x} ${place.y} ${place.width} ${place.height}`;
  return strToU8(
    `${head}<ofd:Signature ${space}><ofd:SignedInfo><ofd:Provider ProviderName="ShuziFuyang" Version="1.0" Company="数字阜阳"/><ofd:SignatureMethod>${sm2WithSm3}</ofd:SignatureMethod><ofd:SignatureDateTime>${stamp(at)}</ofd:SignatureDateTime><ofd:References CheckMethod="${sm3Oid}">${references}</ofd:References><ofd:StampAnnot ID="1" PageRef="${pageObject(place.page)}" Boundary="${boundary}"/><ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>`,
  );
}

/** The package with its signature: description, SES_Signature and the seal by itself. */
export function withSignature(
  files: OfdFiles,
  parts: { readonly description: Uint8Array; readonly value: Uint8Array; readonly seal: Uint8Array },
): OfdFiles {
  const list = `${head}<ofd:Signatures ${space}><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>`;
  return {
    ...files,
    [`${signatureFolder}/Signatures.xml`]: strToU8(list),
    [`${signatureFolder}/Sign_0/Signature.xml`]: parts.description,
    [`${signatureFolder}/Sign_0/SignedValue.dat`]: parts.value,
    [`${signatureFolder}/Sign_0/Seal.esl`]: parts.seal,
  };
}
