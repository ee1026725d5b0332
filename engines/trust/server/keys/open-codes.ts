/** Signs what is presented as a code with the key of the purpose 'code', and tags it for the city's own servers. */
import { fromHex } from '../../proof/bytes.ts';
import type { CodeSigner } from '../../service.ts';
import { hmacSm3 } from '../cipher/sealed-box.ts';
import type { Sm2Pool } from '../sm2/sm2-pool.ts';
import type { KeyRing } from './key-ring.ts';

export function openCodes(keys: KeyRing, pool: Sm2Pool): CodeSigner {
  const derived = new Map<string, Buffer>();

  /** Of the newest key; a code whose tag was made by an older one is checked by its signature instead. */
  async function secretFor(use: string): Promise<Buffer> {
    const active = await keys.active('index');
    const name = `${active.id} ${use}`;
    const known = derived.get(name);
    if (known !== undefined) return known;
    const made = hmacSm3(await keys.secretOf(active), Buffer.from(`code-tag/${use}`, 'utf8'));
    derived.set(name, made);
    return made;
  }

  return {
    version: async () => (await keys.active('code')).version,
    async sign(content) {
      const key = await keys.active('code');
      const privateKey = await keys.secretOf(key);
      return { key: key.version, signature: await pool.run({ act: 'sign', privateKey, content }) };
    },
    async verify(version, content, signature) {
      const key = await keys.find(`code-${version}`);
      if (key === undefined || key.publicKey === null || key.state === 'destroyed') return false;
      return pool.run({ act: 'verify', publicKey: fromHex(key.publicKey), content, signature });
    },
    async tag(use, content) {
      return hmacSm3(await secretFor(use), content);
    },
  };
}
