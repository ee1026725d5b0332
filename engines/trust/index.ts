/** The trust engine's surface. */
export { fromHex, toHex } from './proof/bytes.ts';
export { leafHash, openFrontier } from './proof/hash-tree.ts';
export { createTrust, type TrustDeps, type TrustEngine } from './server/create-trust.ts';
export { sm3 } from './server/digest.ts';
export { type Envelope, makeEnvelope, openEnvelope } from './server/envelope/envelope.ts';
export {
  makeRecipient,
  readRecipient,
  readRecipientPair,
  recipientMark,
} from './server/envelope/recipient-key.ts';
export { type NoteAct, trustSystem } from './server/system.ts';
export type { Stamping } from './server/time/open-stamps.ts';
export { trustTables } from './server/tables.ts';
export { isSealed, openBoxes, sealedHead } from './server/vault/open-boxes.ts';
export { checkIssuer, type TrustedRoot } from './seal/check-issuer.ts';
export { type Certificate, readCertificate } from './ofd/read-seal.ts';
export { type OfdReport, verifyOfd } from './ofd/verify-ofd.ts';
export {
  type Boxes,
  type BoxMaterial,
  type LogHealth,
  type Logs,
  type Receipt,
  type TreeHead,
  type TrustService,
  trust,
  type Vault,
} from './service.ts';
