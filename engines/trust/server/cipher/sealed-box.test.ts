/** The sealed box: opens only with its key and its context, and only unchanged. */
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { sm3 as portable } from 'sm-crypto-v2';
import { expect, test } from 'vitest';
import { hmacSm3, openBox, sealBox } from './sealed-box.ts';

const key = Buffer.alloc(32, 7);
const bytes = fc.uint8Array({ maxLength: 200 });

test('装进去的原样取出，同一内容每次装得不一样', () => {
  fc.assert(
    fc.property(bytes, fc.string(), (text, context) => {
      const [one, other] = [sealBox(key, text, context), sealBox(key, text, context)];
      expect(openBox(key, one, context)).toEqual(Buffer.from(text));
      expect(one.equals(other)).toBe(false);
    }),
  );
});

test('换密钥、换位置、改任何一位、截断都打不开', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, where, flip) => {
      const box = sealBox(key, text, '证照/1/身份证号');
      const at = where % box.length;
      const changed = Buffer.from(box);
      changed[at] = (changed[at] ?? 0) ^ flip;
      expect(openBox(key, changed, '证照/1/身份证号')).toBeUndefined();
      expect(openBox(key, box, '证照/2/身份证号')).toBeUndefined();
      expect(openBox(Buffer.alloc(32, 8), box, '证照/1/身份证号')).toBeUndefined();
      expect(openBox(key, box.subarray(0, at), '证照/1/身份证号')).toBeUndefined();
    }),
  );
});

test('HMAC-SM3 与另一实现一致，计数器模式与逐块加密一致', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), bytes, (secret, text) => {
      expect(hmacSm3(secret, text).toString('hex')).toBe(portable(text, { mode: 'hmac', key: secret }));
    }),
  );
  const [blockKey, counter] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];
  const stream = createCipheriv('sm4-ctr', blockKey, counter).update(Buffer.alloc(16));
  const block = createCipheriv('sm4-ecb', blockKey, null).setAutoPadding(false).update(counter);
  expect(stream.equals(block)).toBe(true);
});
