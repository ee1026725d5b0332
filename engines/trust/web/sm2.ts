/** SM2 and SM3 for pages that sign or verify by themselves; whoever reads whole files takes `offline.ts`, which brings their formats along. */
export { fromHex } from '../proof/bytes.ts';
export { openVerifier, portableSm3 } from '../proof/sm2.ts';
