/** Time stamps in the form of GM/T 0033, by an authority of the test's own: accepted beside RFC 3161, and refused for each thing that is not as it says. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import trustContract from '../../contract.ts';
import { verifyProof } from '../../proof/verify-proof.ts';
import { createTrust, type TrustEngine } from '../create-trust.ts';
import { sm3 } from '../digest.ts';
import { trustTables } from '../tables.ts';
import { askAuthority } from './ask-authority.ts';
import { gm, openSm2Authority, type Sm2Authority } from './test-support/sm2-authority.ts';
import { readRoots } from './token/read-certificates.ts';
import { stampSteps } from './token/stamped-head.ts';
import { verifyToken } from './token/verify-token.ts';

const content = Buffer.from('阜阳');
const sha256 = '2.16.840.1.101.3.4.2.1';
let authority: Sm2Authority;

beforeAll(async () => {
  authority = await openSm2Authority();
});
afterAll(() => authority.close());
beforeEach(() => authority.behave({}));

const ask = () => askAuthority(authority.address, content, readRoots(authority.root));

describe('国密时间戳', () => {
  test.each([
    ['国密信封，SM2 与 SM3 分列', {}],
    ['国密信封，SM2withSM3', { signature: gm.sm2WithSm3 }],
    ['国密信封，SM2 曲线算法标识', { signature: '1.2.156.10197.1.301' }],
    ['国密信封，通用椭圆曲线公钥标识', { signature: '1.2.840.10045.2.1' }],
    ['国际信封，SM2withSM3', { envelope: '1.2.840.113549.1.7.2', signature: gm.sm2WithSm3 }],
    ['国际信封，SM2 与 SM3 分列', { envelope: '1.2.840.113549.1.7.2' }],
  ])('%s：核验通过，读得出时间、精度和机构', async (_what, shape) => {
    authority.behave(shape);
    const answer = await ask();
    expect(answer).toMatchObject({
      authority: 'Test-SM2-TSA',
      accuracyMilliseconds: 1000,
      policy: '1.2.3.4.1',
    });
    expect(Math.abs(answer.at.getTime() - Date.now())).toBeLessThan(60_000);
    const kept = verifyToken(answer.token, { content, roots: readRoots(authority.root) });
    expect(kept.at).toEqual(answer.at);
  });

  test('国密信封里不是 SM2、SM3 的，证书不专用于时间戳的，信封标识不认识的，都被拒绝并说明', async () => {
    authority.behave({ digest: sha256 });
    await expect(ask()).rejects.toThrow('须用 SM2 签名、SM3 摘要');
    authority.behave({ signature: '1.2.840.10045.4.3.2' });
    await expect(ask()).rejects.toThrow('须用 SM2 签名、SM3 摘要');
    authority.behave({ purpose: '1.3.6.1.5.5.7.3.3' });
    await expect(ask()).rejects.toThrow('不是专用于时间戳的证书');
    authority.behave({ envelope: '1.2.156.10197.6.1.4.2.3' });
    await expect(ask()).rejects.toThrow('不是签名的内容');
  });

  test('别的根、别的内容、改动任何一处都不属实', async () => {
    const { token, at } = await ask();
    const roots = readRoots(authority.root);
    const other = await openSm2Authority();
    expect(() => verifyToken(token, { content, roots: readRoots(other.root) })).toThrow(
      '追溯不到受信任的根证书',
    );
    await other.close();
    expect(() => verifyToken(token, { content: Buffer.from('太和'), roots })).toThrow('盖的不是这项内容');
    for (let place = 0; place < token.length; place += 23) {
      const spoilt = Buffer.from(token);
      spoilt[place] = (spoilt[place] ?? 0) ^ 0x01;
      const outcome = (() => {
        try {
          return verifyToken(spoilt, { content, roots }).at.getTime();
        } catch {
          return at.getTime();
        }
      })();
      expect(outcome, String(place)).toBe(at.getTime());
    }
  });
});

describe('日志的树根', () => {
  let store: TestStore;
  let trust: TrustEngine;

  beforeAll(async () => {
    const settings = Object.fromEntries(
      Object.entries(trustContract.settings ?? {}).map(([name, spec]) => [`trust.${name}`, spec]),
    );
    store = await openTestStore({ tables: trustTables, settings });
    trust = createTrust({ store, stamping: { addresses: [authority.address], roots: authority.root } });
  });
  afterAll(async () => {
    await trust.close();
    await store.close();
  });

  test('由国密时间戳见证，凭证带着它离线核验', async () => {
    const leaf = (n: number) => sm3(Buffer.from(`{"n":${n}}`));
    await store.transaction((work) => trust.logs.append(work, 'test', [1, 2, 3].map(leaf)));
    expect(await trust.parts.stamps.run()).toBe(1);
    expect(await trust.stamps.state('test')).toMatchObject({ authorities: ['Test-SM2-TSA'], fault: null });
    const receipt = await trust.logs.receipt('test', 1, '{"n":2}');
    const roots = readRoots(authority.root);
    const verdict = verifyProof(JSON.stringify(receipt), await trust.publicKeys(), sm3, (head, tokens) =>
      stampSteps(head, tokens, roots),
    );
    expect(verdict.outcome).toBe('proven');
    expect(verdict.steps.at(-1)?.note).toContain('Test-SM2-TSA');
  });
});
