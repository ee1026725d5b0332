/** A department's side of a sum for pages: one-time keys that stay in this browser, and the masking of its own numbers. */
export {
  fewestParties,
  type Masked,
  makeSumKey,
  maskValues,
  type SumKey,
  SumProblem,
} from '../sums/party.ts';
export { type Roster, rosterDigest, spokenCode } from '../sums/roster.ts';
export { toBase64 } from '../match/point.ts';
