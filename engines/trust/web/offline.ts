/** What pages need to verify by themselves, without the server: OFD files, certificates of roots, SM2 and SM3 in the browser. */
export { fromHex, joinBytes, sameBytes, toHex } from '../proof/bytes.ts';
export { type Certificate, readCertificate } from '../ofd/read-seal.ts';
export { ofdLimits } from '../ofd/read-package.ts';
export { type OfdReport, verifyOfd } from '../ofd/verify-ofd.ts';
export { type KeyFile, readKeyFile } from '../proof/proof-file.ts';
export { makeKeyPair, portableSm3, sign, verify } from '../proof/sm2.ts';
export type { TrustedRoot } from '../seal/check-issuer.ts';
