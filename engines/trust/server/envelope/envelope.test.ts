/** Envelopes: streams of every length come back, and each way of spoiling one is told by its reason. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openStream, sealStream } from './chunk-stream.ts';
import { makeEnvelope, openEnvelope } from './envelope.ts';
import { makeRecipient, readRecipient, readRecipientPair } from './recipient-key.ts';

const frame = 65_536 + 32;
const key = randomBytes(32);

function seal(text: Buffer): Promise<Buffer> {
  return buffer(Readable.from([text]).pipe(sealStream(key)));
}

async function open(sealed: readonly Buffer[], by = key): Promise<Buffer> {
  const source = Readable.from(sealed);
  const opened = openStream(by, '甲');
  return buffer(source.pipe(opened));
}

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])('%i 字节加密后原样读出', async (size) => {
  const text = randomBytes(size);
  const sealed = await seal(text);
  expect(sealed.length).toBe(size + 32 * Math.max(1, Math.ceil(size / 65_536)));
  // However it is cut on its way.
  const cut = [sealed.subarray(0, 7), sealed.subarray(7, 70_000), sealed.subarray(70_000)];
  expect((await open(cut)).equals(text)).toBe(true);
});

test('截断、追加、调换、改动和另一把密钥各说明原因,不放出一个字节的假内容', async () => {
  const sealed = await seal(randomBytes(200_000));
  const pieces = Array.from({ length: 4 }, (_, at) => sealed.subarray(at * frame, (at + 1) * frame));
  const [a, b, c, d] = pieces as [Buffer, Buffer, Buffer, Buffer];
  await expect(open([a, b])).rejects.toThrow('在第 2 块之后被截断');
  await expect(open([a, b, c, d.subarray(0, 100)])).rejects.toThrow('第 4 块被改动');
  await expect(open([a, b, c])).rejects.toThrow('在第 3 块之后被截断');
  await expect(open([])).rejects.toThrow('第 1 块');
  await expect(open([b, a, c, d])).rejects.toThrow('第 1 块被改动、截断、调换');
  await expect(open([a, c, b, d])).rejects.toThrow('第 2 块被改动、截断、调换');
  await expect(open([sealed], randomBytes(32))).rejects.toMatchObject({ code: 'trust.partChanged' });
  const full = await seal(randomBytes(65_536));
  await expect(open([full, Buffer.from('x')])).rejects.toThrow('在末块(第 1 块)之后有多余内容');
});

test('信封只由收件人打开;头部任何一处改动都打不开部件', async () => {
  const mine = makeRecipient();
  const sealing = makeEnvelope(readRecipient(mine.publicPem));
  const pair = readRecipientPair(mine.privatePem);
  const sealed = await buffer(Readable.from([Buffer.from('阜阳')]).pipe(sealing.seal('甲')));
  const reopened = openEnvelope(sealing.head, pair);
  expect((await buffer(Readable.from([sealed]).pipe(reopened.open('甲')))).toString()).toBe('阜阳');
  expect(reopened.hide('甲')).toBe(sealing.hide('甲'));
  await expect(buffer(Readable.from([sealed]).pipe(reopened.open('乙')))).rejects.toThrow('“乙”不可信');
  const other = readRecipientPair(makeRecipient().privatePem);
  expect(() => openEnvelope(sealing.head, other)).toThrow('私钥不对');
  // The same data key under a head that says something else: nothing fits.
  const retold = openEnvelope(`${sealing.head} `, pair);
  await expect(buffer(Readable.from([sealed]).pipe(retold.open('甲')))).rejects.toMatchObject({
    code: 'trust.partChanged',
  });
  for (const head of ['', '{}', 'null', sealing.head.replace('SM2', 'sm2')])
    expect(() => openEnvelope(head, pair)).toThrow('信封');
});

test('密钥文件就是 OpenSSL 读得懂的 SM2 密钥;别的文件被拒绝', () => {
  const { publicPem, privatePem } = makeRecipient();
  expect(() => readRecipient(privatePem)).toThrow('不是 PEM 公钥文件');
  expect(() => readRecipientPair(publicPem)).toThrow('不是 SM2 的 PEM 私钥文件');
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
  } catch {
    console.log('没有 openssl，略过与它的互认');
    return;
  }
  const run = (input: string, ...args: string[]) =>
    execFileSync('openssl', args, { input, encoding: 'utf8', stdio: 'pipe' });
  expect(run(privatePem, 'pkey', '-pubout')).toBe(publicPem);
  const theirs = run('', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2');
  const point = readRecipient(run(theirs, 'pkey', '-pubout'));
  expect(Buffer.from(readRecipientPair(theirs).publicKey)).toEqual(point);
});
