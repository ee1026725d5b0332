/** SM2, SM3 and SM4 against the examples of their standards, and a corpus of keys, signatures and ciphertexts that must be refused. */
import { createCipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { sm2 } from 'sm-crypto-v2';
import { describe, expect, test } from 'vitest';
import { sm3 } from '../server/digest.ts';
import { fromHex, joinBytes, toHex } from './bytes.ts';
import { decrypt, encrypt, makeKeyPair, openVerifier, portableSm3, sign, verify } from './sm2.ts';
import {
  checkPrivateKey,
  checkPublicKey,
  checkSignature,
  readCiphertext,
  readKeyInfo,
  readSignature,
  writeCiphertext,
  writeKeyInfo,
  writeSignature,
} from './sm2-encoding.ts';

/** GB/T 32918.5-2017, annex A: the key, the signature and the ciphertext. */
const privateKey = fromHex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
const publicKey = fromHex(
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
);
const k = '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21';
const message = Buffer.from('message digest');
const signature = fromHex(
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
);
const ciphertext = fromHex(
  [
    '04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73',
    'e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0',
    '59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766',
    '21886ca989ca9c7d58087307ca93092d651efa',
  ].join(''),
);
const n = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
const half = (bytes: Uint8Array, at: number) => bytes.subarray(32 * at, 32 * at + 32);

describe('标准示例', () => {
  test('SM3(GB/T 32905 附录 A)，两种实现一致', () => {
    const long = Buffer.from('abcd'.repeat(16));
    for (const hash of [sm3, portableSm3]) {
      expect(toHex(hash(Buffer.from('abc')))).toBe(
        '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
      );
      expect(toHex(hash(long))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 9 }), (one, two) => {
        expect(toHex(portableSm3(one, two))).toBe(toHex(sm3(one, two)));
      }),
    );
  });

  test('SM4(GB/T 32907 附录 A)，一次与一百万次', () => {
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    let block = cipher.update(key);
    expect(block.toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    for (let round = 1; round < 1_000_000; round += 1) block = cipher.update(block);
    expect(block.toString('hex')).toBe('595298c7c6fd271f0402f804c33d3f66');
  });

  test('SM2 签名：标准的随机数给出标准的 r 和 s', () => {
    const x1 = BigInt(`0x04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73`);
    const made = sm2.doSignature(message, toHex(privateKey), {
      hash: true,
      pointPool: [{ k: BigInt(`0x${k}`), x1 }],
    });
    expect(made).toBe(toHex(signature));
    expect(verify(publicKey, message, signature)).toBe(true);
  });

  test('SM2 加密：标准的密文解出标准的明文', () => {
    expect(Buffer.from(decrypt(privateKey, ciphertext)).toString()).toBe('encryption standard');
  });
});

describe('往返', () => {
  test('签名、验签、加密、解密；DER 与裸字节互换', () => {
    const [one, other] = [makeKeyPair(), makeKeyPair()];
    for (let round = 0; round < 8; round += 1) {
      const content = createHash('sha256').update(String(round)).digest();
      const signed = sign(one.privateKey, content);
      expect(verify(one.publicKey, content, signed)).toBe(true);
      expect(verify(other.publicKey, content, signed)).toBe(false);
      expect(verify(one.publicKey, Buffer.concat([content, content]), signed)).toBe(false);
      expect(toHex(readSignature(writeSignature(signed)))).toBe(toHex(signed));
      const closed = encrypt(one.publicKey, content);
      expect(toHex(decrypt(one.privateKey, closed))).toBe(toHex(content));
      expect(toHex(readCiphertext(writeCiphertext(closed)))).toBe(toHex(closed));
      expect(() => decrypt(other.privateKey, closed)).toThrow('已被改动');
    }
    expect(toHex(readKeyInfo(writeKeyInfo(one.publicKey)))).toBe(toHex(one.publicKey));
  });

  test('密文改动任何一个字节都解不开', () => {
    fc.assert(
      fc.property(fc.nat(ciphertext.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = ciphertext.with(at, (ciphertext[at] ?? 0) ^ flip);
        expect(() => decrypt(privateKey, changed)).toThrow();
      }),
      { numRuns: 20 },
    );
  });
});

const der = writeSignature(signature);
const [r, s] = [half(signature, 0), half(signature, 1)];
const [zero, order] = [new Uint8Array(32), fromHex(n)];
/** Once, and the key's table for all: both must refuse the same. */
const verifiers = [
  verify,
  (key: Uint8Array, content: Uint8Array, raw: Uint8Array) => openVerifier(key)(content, raw),
];
const withSequence = (...parts: readonly Uint8Array[]) => {
  const content = joinBytes(parts);
  return joinBytes([Uint8Array.of(0x30, content.length), content]);
};
const integer = (...bytes: readonly number[]) => Uint8Array.of(0x02, bytes.length, ...bytes);
const rest = der.subarray(2);
const first = rest.subarray(0, 2 + (rest[1] ?? 0));
const second = rest.subarray(first.length);

describe('必须拒绝的签名', () => {
  test.each([
    ['过短', signature.subarray(1)],
    ['过长', joinBytes([signature, Uint8Array.of(0)])],
    ['r 为零', joinBytes([zero, s])],
    ['s 为零', joinBytes([r, zero])],
    ['r 等于阶', joinBytes([order, s])],
    ['s 等于阶', joinBytes([r, order])],
    ['s 大于阶', joinBytes([r, new Uint8Array(32).fill(0xff)])],
    ['r 和 s 都为零', new Uint8Array(64)],
    ['DER 充作裸字节', der],
  ])('裸字节：%s', (_, bytes) => {
    expect(() => checkSignature(bytes)).toThrow('签名编码有误');
    for (const check of verifiers) expect(() => check(publicKey, message, bytes)).toThrow('签名编码有误');
  });

  test.each([
    ['空', new Uint8Array()],
    ['截断', der.subarray(0, der.length - 1)],
    ['末尾多一字节', joinBytes([der, Uint8Array.of(0)])],
    ['序列内多一项', withSequence(first, second, integer(1))],
    ['只有一项', withSequence(first)],
    ['不定长', joinBytes([Uint8Array.of(0x30, 0x80), rest, Uint8Array.of(0, 0)])],
    ['长度用长写法', joinBytes([Uint8Array.of(0x30, 0x81, rest.length), rest])],
    ['长度写两字节', joinBytes([Uint8Array.of(0x30, 0x82, 0, rest.length), rest])],
    ['长度超过内容', joinBytes([Uint8Array.of(0x30, rest.length + 1), rest])],
    ['不是序列', joinBytes([Uint8Array.of(0x31, rest.length), rest])],
    ['整数为负', withSequence(integer(...r), second)],
    ['整数多一个零', withSequence(integer(0, ...first.subarray(2)), second)],
    ['整数为空', withSequence(integer(), second)],
    ['r 为零', withSequence(integer(0), second)],
    ['r 等于阶', withSequence(integer(0, ...order), second)],
    ['整数三十四字节', withSequence(integer(1, ...new Uint8Array(33)), second)],
    ['整数换成位串', withSequence(joinBytes([Uint8Array.of(0x03), first.subarray(1)]), second)],
  ])('DER：%s', (_, bytes) => {
    expect(() => readSignature(bytes)).toThrow('签名编码有误');
  });

  test('r 与 s 之和恰为阶时不通过', () => {
    const one = joinBytes([new Uint8Array(31), Uint8Array.of(1)]);
    const rest31 = fromHex((BigInt(`0x${n}`) - 1n).toString(16));
    for (const check of verifiers) expect(check(publicKey, message, joinBytes([one, rest31]))).toBe(false);
  });

  test('s·G 与 t·P 正好抵消或相等时不通过也不出错', () => {
    // P = d·G with known d, so s and t can be chosen that the sum is the point at infinity (s = −t·d) or a doubling (s = t·d).
    const [order256, d] = [BigInt(`0x${n}`), BigInt(`0x${toHex(privateKey)}`)];
    const bytesOf = (value: bigint) =>
      fromHex((((value % order256) + order256) % order256).toString(16).padStart(64, '0'));
    for (const t of [1n, 2n, 77n, order256 - 1n])
      for (const s256 of [-t * d, t * d]) {
        const raw = joinBytes([bytesOf(t - s256), bytesOf(s256)]);
        for (const check of verifiers) expect(check(publicKey, message, raw)).toBe(false);
      }
  });

  test('有预算表的验签与没有的说法一致：每一位改动都不通过', () => {
    const check = openVerifier(publicKey);
    expect(check(message, signature)).toBe(true);
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const changed = signature.with(bit >> 3, (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
        expect(check(message, changed)).toBe(verify(publicKey, message, changed));
        expect(check(message, changed)).toBe(false);
      }),
      { numRuns: 60 },
    );
    for (let round = 0; round < 10; round += 1) {
      const pair = makeKeyPair();
      const content = createHash('sha256').update(String(round)).digest();
      expect(openVerifier(pair.publicKey)(content, sign(pair.privateKey, content))).toBe(true);
      expect(check(content, sign(pair.privateKey, content))).toBe(false);
    }
  });

  test('随意的字节不会通过，也不会让程序失控', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        let passed = false;
        try {
          passed = verifiers.some((check) => check(publicKey, message, bytes));
        } catch (problem) {
          expect(problem).toMatchObject({ code: 'trust.signatureForm' });
        }
        expect(passed).toBe(false);
      }),
      { numRuns: 10 },
    );
  });
});

describe('必须拒绝的密钥和密文', () => {
  const p256 = fromHex(
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  );
  const p256Info = joinBytes([fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'), p256]);

  test.each([
    ['另一条曲线(P-256)的点', p256],
    ['无穷远点', Uint8Array.of(0)],
    ['压缩形式', joinBytes([Uint8Array.of(0x03), publicKey.subarray(1, 33)])],
    ['混合形式', joinBytes([Uint8Array.of(0x06), publicKey.subarray(1)])],
    ['坐标为零', joinBytes([Uint8Array.of(0x04), new Uint8Array(64)])],
    ['坐标不小于域', joinBytes([Uint8Array.of(0x04), new Uint8Array(64).fill(0xff)])],
    ['改动一位', publicKey.with(64, (publicKey[64] ?? 0) ^ 1)],
    ['截断', publicKey.subarray(0, 64)],
    ['末尾多一字节', joinBytes([publicKey, Uint8Array.of(0)])],
  ])('公钥：%s', (_, bytes) => {
    expect(() => checkPublicKey(bytes)).toThrow('公钥有误');
    for (const check of verifiers) expect(() => check(bytes, message, signature)).toThrow('公钥有误');
  });

  test('公钥信息：别的曲线、多余字节、截断', () => {
    const info = writeKeyInfo(publicKey);
    for (const bytes of [
      p256Info,
      joinBytes([info, Uint8Array.of(0)]),
      info.subarray(1),
      info.subarray(0, 60),
    ])
      expect(() => readKeyInfo(bytes)).toThrow('公钥有误');
  });

  test('私钥：零、阶减一、阶、过短', () => {
    const last = fromHex((BigInt(`0x${n}`) - 1n).toString(16));
    for (const bytes of [zero, last, order, privateKey.subarray(1)])
      expect(() => checkPrivateKey(bytes)).toThrow('私钥有误');
  });

  test('密文：过短、C1 不在曲线上、C3 长度不对、末尾多余', () => {
    const closed = writeCiphertext(ciphertext);
    expect(() => decrypt(privateKey, ciphertext.subarray(0, 96))).toThrow('密文有误');
    expect(() => decrypt(privateKey, joinBytes([new Uint8Array(64), ciphertext.subarray(64)]))).toThrow(
      'C1 不是 SM2 曲线上的点',
    );
    expect(() => readCiphertext(joinBytes([closed, Uint8Array.of(0)]))).toThrow('末尾有多余内容');
    expect(() => readCiphertext(closed.subarray(0, 40))).toThrow('密文有误');
    expect(() => encrypt(publicKey, new Uint8Array(15))).toThrow('明文不足');
  });
});
