/** The other party's side for pages: keys that stay in this browser, and the steps over its own list. */
export { type KeyKind, type KeyList, readKeyLines } from '../match/normalise.ts';
export { type Blinded, blindKeys, keysAt, makePartyKey, type PartyKey, raiseOffer } from '../match/party.ts';
export { fromBase64, pointBytes, pointName, toBase64 } from '../match/point.ts';
