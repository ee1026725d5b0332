/** SM2 in threads: the same results as without, refusals with their codes, and nobody left waiting. */
import { afterEach, expect, test } from 'vitest';
import { verify } from '../../proof/sm2.ts';
import { openSm2Pool, type Sm2Pool } from './sm2-pool.ts';

let pool: Sm2Pool;
afterEach(() => pool.close());

const content = Buffer.from('阜阳');

test('签名、验签、加密、解密在线程里做，多个任务各得其果', async () => {
  pool = openSm2Pool({ threads: 2 });
  const { privateKey, publicKey } = await pool.run({ act: 'make' });
  const signatures = await Promise.all(
    Array.from({ length: 12 }, () => pool.run({ act: 'sign', privateKey, content })),
  );
  expect(signatures.every((signature) => verify(publicKey, content, signature))).toBe(true);
  const [signature = new Uint8Array()] = signatures;
  expect(await pool.run({ act: 'verify', publicKey, content, signature })).toBe(true);
  const text = Buffer.alloc(16, 7);
  const ciphertext = await pool.run({ act: 'encrypt', publicKey, text });
  expect(Buffer.from(await pool.run({ act: 'decrypt', privateKey, ciphertext }))).toEqual(text);
});

test('残缺的输入带着错误码被拒绝，后面的任务照做', async () => {
  pool = openSm2Pool({ threads: 1 });
  const { publicKey } = await pool.run({ act: 'make' });
  const broken = pool.run({ act: 'verify', publicKey, content, signature: new Uint8Array(63) });
  await expect(broken).rejects.toMatchObject({ code: 'trust.signatureForm', kind: 'invalid' });
  await expect(pool.run({ act: 'sign', privateKey: new Uint8Array(32), content })).rejects.toMatchObject({
    code: 'trust.privateKeyForm',
  });
  expect((await pool.run({ act: 'make' })).publicKey).toHaveLength(65);
});

test('排队过长的、超时的、关闭时还在等的，都得到“请稍后重试”', async () => {
  pool = openSm2Pool({ threads: 1, waiting: 1, timeout: 1 });
  const refused = { code: 'city.unavailable' };
  // The thread has not even started within a millisecond.
  const late = pool.run({ act: 'make' });
  const waiting = pool.run({ act: 'make' });
  await expect(pool.run({ act: 'make' })).rejects.toMatchObject(refused);
  await expect(late).rejects.toMatchObject(refused);
  await expect(waiting).rejects.toMatchObject(refused);
  await pool.close();
  pool = openSm2Pool({ threads: 1 });
  const left = [pool.run({ act: 'make' }), pool.run({ act: 'make' })];
  const told = Promise.allSettled(left);
  await pool.close();
  expect((await told).every(({ status }) => status === 'rejected')).toBe(true);
});
