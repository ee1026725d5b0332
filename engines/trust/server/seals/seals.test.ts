/** Electronic seals on a real database: made, applied, checked by our own reader, and a corpus of forgeries that must be refused with the reason. */
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { ManualClock } from '../../../../kernel/clock.ts';
import { type OfdReport, verifyOfd } from '../../ofd/verify-ofd.ts';
import { readCertificate, readSealSignature } from '../../ofd/read-seal.ts';
import type { OfdSheet } from '../../ofd/write-ofd.ts';
import { fromHex, joinBytes } from '../../proof/bytes.ts';
import { makeKeyPair, sign } from '../../proof/sm2.ts';
import type { TrustedRoot } from '../../seal/check-issuer.ts';
import { isDer } from '../../seal/der.ts';
import { certificateBody, wholeCertificate } from '../../seal/write-certificate.ts';
import { sealInfo, sealToSign, wholeSeal, wholeSealSignature } from '../../seal/write-seal.ts';
import type { Seal } from '../../service.ts';
import { createTrust, type TrustEngine } from '../create-trust.ts';
import { sm3 } from '../digest.ts';
import { trustTables } from '../tables.ts';

const clock = new ManualClock('2026-11-23T02:00:00Z');
const place = { page: 0, x: 140, y: 200, width: 42, height: 42 };
const sheet: OfdSheet = {
  title: '烟草专卖零售许可证',
  author: '阜阳市烟草专卖局',
  made: new Date('2026-11-23T02:00:00Z'),
  width: 210,
  height: 297,
  custom: { licenseId: '1.2.156.3005.2.X', docId: '0'.repeat(32) },
  pages: [
    [
      { kind: 'text', text: '烟草专卖零售许可证 <&>', x: 60, y: 40, size: 8, face: 'hei' },
      { kind: 'line', from: [20, 50], to: [190, 50] },
      {
        kind: 'dots',
        x: 20,
        y: 60,
        side: 20,
        rows: [
          [true, false],
          [false, true],
        ],
      },
    ],
  ],
};

let store: TestStore;
let trust: TrustEngine;
let seal: Seal;
let file: Uint8Array;
let roots: readonly TrustedRoot[];

function apply(id = seal.id): Promise<Uint8Array> {
  return store.transaction((work) =>
    trust.seals.sealSheet(work, 'tester', { seal: id, sheet, place, document: 'licence:1' }),
  );
}

beforeAll(async () => {
  store = await openTestStore({ tables: trustTables, clock });
  trust = createTrust({ store });
  seal = await store.transaction((work) =>
    trust.seals.make(work, 'tester', {
      organ: 'city-tobacco',
      organName: '阜阳市烟草专卖局',
      type: 2,
      until: new Date('2031-11-23T00:00:00Z'),
    }),
  );
  file = await apply();
  roots = (await trust.seals.roots()).map(({ name, certificate }) => ({
    title: name,
    certificate: readCertificate(Buffer.from(certificate, 'base64')),
  }));
});

afterAll(async () => {
  await trust.close();
  await store.close();
});

function verify(bytes: Uint8Array, list = roots): OfdReport {
  return verifyOfd(bytes, sm3, undefined, list);
}

/** The first step that does not hold, else the first that is open. */
function reasonOf({ steps }: OfdReport): string {
  const step = steps.find(({ holds }) => holds === false) ?? steps.find(({ holds }) => holds === undefined);
  return step === undefined ? '' : `${step.title}：${step.note}`;
}

const value = 'Doc_0/Signs/Sign_0/SignedValue.dat';
const description = 'Doc_0/Signs/Sign_0/Signature.xml';

function repacked(change: (entries: Record<string, Uint8Array>) => void): OfdReport {
  const entries = unzipSync(file);
  change(entries);
  return verify(zipSync(entries));
}

describe('制章和盖章', () => {
  test('盖章的文件逐项成立，知道出自谁手、带着什么数据', () => {
    const report = verify(file);
    expect([reasonOf(report), report.state]).toEqual(['', 'intact']);
    expect(report.seals).toMatchObject([
      {
        seal: seal.id,
        name: seal.name,
        holder: '阜阳市烟草专卖局',
        trusted: true,
        at: new Date(clock.now()),
      },
    ]);
    expect(report.custom['licenseId']).toBe('1.2.156.3005.2.X');
  });

  test('多页的文件，印章盖在指定的一页上；每一页都在保护范围内', async () => {
    const pages = [
      ...sheet.pages,
      [{ kind: 'text', text: '第二页', x: 60, y: 40, size: 5, advance: 6 }] as const,
    ];
    const bytes = await store.transaction((work) =>
      trust.seals.sealSheet(work, 'tester', {
        seal: seal.id,
        sheet: { ...sheet, pages },
        place: { ...place, page: 1 },
        document: 'paper:1',
      }),
    );
    const entries = unzipSync(bytes);
    const text = (name: string) => Buffer.from(entries[name] ?? new Uint8Array()).toString();
    const [, second] = [...text('Doc_0/Document.xml').matchAll(/<ofd:Page ID="(\d+)"/g)].map(
      (found) => found[1],
    );
    expect(text(description)).toContain(`PageRef="${second}"`);
    expect(text('Doc_0/Pages/Page_1/Content.xml')).toContain('DeltaX="6 6"');
    const ids = Object.values(entries).flatMap((bytes) =>
      [
        ...Buffer.from(bytes)
          .toString()
          .matchAll(/<ofd:(?:Page|Layer|TextObject|PathObject) ID="(\d+)"/g),
      ].map(([, id]) => id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(verify(bytes)).toMatchObject({ state: 'intact' });
    expect(verify(bytes).steps.find(({ title }) => title === '文件结构')?.note).toContain('2 页');
    entries['Doc_0/Pages/Page_1/Content.xml'] = entries['Doc_0/Pages/Page_0/Content.xml'] ?? new Uint8Array();
    expect(verify(zipSync(entries)).state).toBe('broken');
  });

  test('不知道根证书的人只能核验到“没有改动”', () => {
    expect(verify(file, []).steps.at(-1)).toMatchObject({ title: '发证机构', holds: undefined });
  });

  test('同一单位同类印章只有一枚；停用后不能盖，恢复后能盖，注销后永不能', async () => {
    const again = store.transaction((work) =>
      trust.seals.make(work, 'tester', {
        organ: 'city-tobacco',
        organName: '阜阳市烟草专卖局',
        type: 2,
        until: new Date('2031-11-23T00:00:00Z'),
      }),
    );
    await expect(again).rejects.toMatchObject({ code: 'trust.sealThere' });
    const act = (what: 'suspend' | 'resume' | 'revoke') =>
      store.transaction((work) => trust.seals.change(work, seal.id, what, '测试'));
    await act('suspend');
    await expect(apply()).rejects.toMatchObject({ code: 'trust.sealUnusable' });
    await act('resume');
    await apply();
    await act('revoke');
    await expect(apply()).rejects.toMatchObject({ code: 'trust.sealUnusable' });
    await expect(act('resume')).rejects.toMatchObject({ code: 'trust.sealUnusable' });
    await expect(apply('ES0')).rejects.toMatchObject({ code: 'trust.noSuchSeal' });
  });

  test('每次用章都留下记录，数据库不许改', async () => {
    const uses = await trust.seals.uses(seal.id, 10);
    expect(uses.map(({ document, by }) => [document, by])).toEqual([
      ['licence:1', 'tester'],
      ['paper:1', 'tester'],
      ['licence:1', 'tester'],
    ]);
  });
});

/** Somebody else's authority under any name, with his own keys. */
function forge(names: { readonly issuer: string; readonly holder: string; readonly until?: string }) {
  const [root, holder] = [makeKeyPair(), makeKeyPair()];
  const span = {
    from: new Date('2026-01-01T00:00:00Z'),
    until: new Date(names.until ?? '2036-01-01T00:00:00Z'),
  };
  const certificate = (common: string, publicKey: Uint8Array) => {
    const body = certificateBody({
      serial: new Uint8Array(16).fill(9),
      issuer: { organisation: 'x', common: names.issuer },
      subject: { organisation: 'x', common },
      publicKey,
      authority: false,
      ...span,
    });
    return wholeCertificate(body, sign(root.privateKey, body));
  };
  const [mine, maker] = [certificate(names.holder, holder.publicKey), certificate('假制章', root.publicKey)];
  return function signed(entries: Record<string, Uint8Array>): Uint8Array {
    const info = sealInfo({
      id: 'ESFAKE',
      type: 2,
      name: '假章',
      users: [mine],
      made: span.from,
      picture: { type: 'SVG', data: new Uint8Array(4), width: 42, height: 42 },
      ...span,
    });
    const stamp = wholeSeal(info, maker, sign(root.privateKey, info));
    const digest = sm3(entries[description] ?? new Uint8Array());
    const toSign = sealToSign({ seal: stamp, at: new Date(clock.now()), digest, property: '/x' });
    return wholeSealSignature(toSign, mine, sign(holder.privateKey, toSign));
  };
}

describe('伪造、过期、截断、改写、换曲线', () => {
  const rootName = '数字阜阳测试根证书（仅供演示，不具法律效力）';

  test('自制的章：签发机构不在信任列表', () => {
    const report = repacked((entries) => {
      entries[value] = forge({ issuer: '某某根', holder: '阜阳市烟草专卖局' })(entries);
    });
    expect([report.state, reasonOf(report)]).toEqual([
      'undecided',
      expect.stringContaining('不在信任列表中'),
    ]);
    expect(report.seals[0]?.trusted).toBe(false);
  });

  test('冒用本市根证书的名义：签名对不上', () => {
    const report = repacked((entries) => {
      entries[value] = forge({ issuer: rootName, holder: '阜阳市烟草专卖局' })(entries);
    });
    expect([report.state, reasonOf(report)]).toEqual(['broken', expect.stringContaining('冒用')]);
  });

  test('用普通证书当签发机构：不被认', () => {
    const holder = readSealSignature(unzipSync(file)[value] ?? new Uint8Array()).signing.certificate;
    expect(holder.authority).toBe(false);
    const fake = [{ title: '冒充', certificate: { ...holder, holder: rootName } }];
    expect(verify(file, fake).state).toBe('broken');
  });

  test('过期的章和证书：签在有效期外', () => {
    const report = repacked((entries) => {
      entries[value] = forge({ issuer: '某某根', holder: 'x', until: '2026-06-01T00:00:00Z' })(entries);
    });
    expect([report.state, reasonOf(report)]).toEqual(['broken', expect.stringContaining('不在有效期')]);
  });

  test('根证书的信任期已过', () => {
    const ended = roots.map((root) => ({ ...root, until: new Date('2026-11-22T00:00:00Z') }));
    const report = verify(file, ended);
    expect([report.state, reasonOf(report)]).toEqual(['undecided', expect.stringContaining('不在信任期内')]);
  });

  test('签名值截断、末尾加字节、长度改成非最短写法、换成不定长', () => {
    const bytes = unzipSync(file)[value] ?? new Uint8Array();
    const body = bytes.subarray(4);
    expect(bytes[1]).toBe(0x82);
    const variants: readonly Uint8Array[] = [
      bytes.subarray(0, bytes.length - 7),
      joinBytes([bytes, Uint8Array.of(0)]),
      joinBytes([Uint8Array.of(0x30, 0x83, 0, bytes[2] ?? 0, bytes[3] ?? 0), body]),
      joinBytes([Uint8Array.of(0x30, 0x80), body, Uint8Array.of(0, 0)]),
    ];
    for (const variant of variants) {
      expect(isDer(variant)).toBe(false);
      const report = repacked((entries) => {
        entries[value] = variant;
      });
      expect([report.state, reasonOf(report)]).toEqual(['undecided', expect.stringContaining('DER')]);
      expect(report.seals).toEqual([]);
    }
  });

  test('证书里的公钥换成 P-256 的点', () => {
    const p256 = fromHex(
      '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    );
    const report = repacked((entries) => {
      const bytes = Buffer.from(entries[value] ?? []);
      const key = readSealSignature(bytes).signing.certificate.publicKey.subarray(1);
      for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + 1)) bytes.set(p256, at);
      entries[value] = bytes;
    });
    expect([report.state, reasonOf(report)]).toEqual([
      'undecided',
      expect.stringContaining('不是 SM2 曲线上的点'),
    ]);
  });

  test('改内容、换签名描述、换别的文件的签名', async () => {
    const page = 'Doc_0/Pages/Page_0/Content.xml';
    const text = (entries: Record<string, Uint8Array>, name: string) =>
      new TextDecoder().decode(entries[name]);
    const content = repacked((entries) => {
      entries[page] = new TextEncoder().encode(text(entries, page).replace('许可证', '许可正'));
    });
    expect([content.state, reasonOf(content)]).toEqual([
      'broken',
      expect.stringContaining('与签名时的摘要不符'),
    ]);
    const data = repacked((entries) => {
      entries['OFD.xml'] = new TextEncoder().encode(text(entries, 'OFD.xml').replace('3005', '3006'));
    });
    expect(reasonOf(data)).toContain('OFD.xml 与签名时的摘要不符');
    const described = repacked((entries) => {
      entries[description] = new TextEncoder().encode(text(entries, description).replace('42 42', '99 99'));
    });
    expect([described.state, reasonOf(described)]).toEqual(['broken', expect.stringContaining('签名描述')]);
  });
});
