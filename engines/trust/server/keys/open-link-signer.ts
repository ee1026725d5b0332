/** Signs texts for other platforms with the key of the purpose 'link', and verifies theirs. */
import { CityError } from '../../../../kernel/errors.ts';
import { fromHex, toHex } from '../../proof/bytes.ts';
import type { LinkSigner } from '../../service.ts';
import type { Sm2Pool } from '../sm2/sm2-pool.ts';
import type { KeyRing } from './key-ring.ts';

export function openLinkSigner(keys: KeyRing, pool: Sm2Pool): LinkSigner {
  return {
    async publicKey() {
      const { id, publicKey } = await keys.active('link');
      if (publicKey === null) throw new Error(`key ${id} has no public part`);
      return publicKey;
    },
    async sign(text) {
      const privateKey = await keys.secretOf(await keys.active('link'));
      return toHex(await pool.run({ act: 'sign', privateKey, content: Buffer.from(text, 'utf8') }));
    },
    async verify(publicKey, text, signature) {
      if (!/^04[0-9a-f]{128}$/.test(publicKey) || !/^[0-9a-f]{128}$/.test(signature)) return false;
      try {
        return await pool.run({
          act: 'verify',
          publicKey: fromHex(publicKey),
          content: Buffer.from(text, 'utf8'),
          signature: fromHex(signature),
        });
      } catch (problem) {
        // A key off the curve, or numbers out of range.
        if (problem instanceof CityError && problem.kind === 'invalid') return false;
        throw problem;
      }
    },
  };
}
