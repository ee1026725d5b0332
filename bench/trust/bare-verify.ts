/** The yardstick in the browser: SM2 as the library does it, without tables for the key. */
export { verify } from '../../engines/trust/proof/sm2.ts';
export { fromHex } from '../../engines/trust/proof/bytes.ts';
