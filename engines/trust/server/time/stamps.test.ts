/** Time stamps of heads by a real authority (openssl ts): what is kept, what is refused and why, an outage, and a city that rewrites its log. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { sql } from '../../../store/index.ts';
import trustContract from '../../contract.ts';
import { verifyProof } from '../../proof/verify-proof.ts';
import { readRoots } from './token/read-certificates.ts';
import { stampedText, stampSteps } from './token/stamped-head.ts';
import { tokenOf, verifyToken } from './token/verify-token.ts';
import { createTrust, type TrustEngine } from '../create-trust.ts';
import { sm3 } from '../digest.ts';
import { trustTables } from '../tables.ts';
import { askAuthority } from './ask-authority.ts';
import { type Authority, hasOpenssl, openAuthority } from './test-support/openssl-authority.ts';

const available = hasOpenssl();

const settings = Object.fromEntries(
  Object.entries(trustContract.settings ?? {}).map(([name, spec]) => [`trust.${name}`, spec]),
);

describe.skipIf(!available)('时间戳(没有 openssl 时跳过)', () => {
  let store: TestStore;
  let trust: TrustEngine;
  let authority: Authority;
  const told: string[] = [];

  function open(): TrustEngine {
    const stamping = { addresses: [authority.address], roots: authority.root };
    return createTrust({
      store,
      stamping,
      report: (problem, where) => told.push(`${where} ${String(problem)}`),
    });
  }

  beforeAll(async () => {
    authority = await openAuthority();
    store = await openTestStore({ tables: trustTables, settings });
    trust = open();
  });
  afterAll(async () => {
    await trust.close();
    await store.close();
    await authority.close();
  });

  const statement = (n: number) => `{"n":${n}}`;
  const leafOf = (n: number) => sm3(Buffer.from(statement(n)));

  async function append(...numbers: number[]): Promise<void> {
    await store.transaction((work) => trust.logs.append(work, 'test', numbers.map(leafOf)));
  }

  const content = Buffer.from('阜阳');
  const ask = () => askAuthority(authority.address, content, readRoots(authority.root));

  test.each([
    ['rsa', 'sm3, sha256'],
    ['ec', 'sm3'],
    ['rsa', 'sha256'],
  ] as const)('%s 签名、摘要 %s 的时间戳核验通过,时间和精度读得出', async (signer, digests) => {
    authority.behave({ signer, digests });
    const answer = await ask();
    expect(answer).toMatchObject({
      authority: `Test-TSA-${signer}`,
      accuracyMilliseconds: 1500,
      policy: '1.2.3.4.1',
    });
    expect(Math.abs(answer.offsetMilliseconds)).toBeLessThan(600_000);
  });

  test('不专用于时间戳的、用途不是关键扩展的证书被拒绝', async () => {
    // openssl itself refuses to sign with them, so the city hears of a failed authority; the certificate is judged again when it is read.
    for (const signer of ['no-purpose', 'not-critical'] as const) {
      authority.behave({ signer, digests: 'sha256' });
      await expect(ask()).rejects.toThrow(/时间戳/);
    }
    authority.behave({ signer: 'rsa', digests: 'sm3, sha256' });
  });

  test('别的根证书、别的内容、重放的旧回复、改动一处的回复都被拒绝,各说明原因', async () => {
    const answer = await ask();
    const old = authority.last();
    const roots = readRoots(authority.root);
    expect(() => verifyToken(answer.token, { content, roots: readRoots(authority.otherRoot) })).toThrow(
      '追溯不到受信任的根证书',
    );
    expect(() => verifyToken(answer.token, { content: Buffer.from('太和'), roots })).toThrow(
      '盖的不是这项内容',
    );
    authority.behave({ replay: old });
    await expect(ask()).rejects.toThrow('随机数不符');
    authority.behave({ replay: Buffer.from('<html>') });
    await expect(ask()).rejects.toThrow('不是 DER');
    authority.behave({ replay: undefined });
    const token = Buffer.from(tokenOf(old));
    for (let at = 0; at < token.length; at += 41) {
      const spoilt = Buffer.from(token);
      spoilt[at] = (spoilt[at] ?? 0) ^ 0x01;
      // A bit within a certificate that decides nothing may change nothing; the time never does.
      const outcome = (() => {
        try {
          return verifyToken(spoilt, { content, roots }).at.getTime();
        } catch {
          return answer.at.getTime();
        }
      })();
      expect(outcome, String(at)).toBe(answer.at.getTime());
    }
  });

  test('最新的树根盖上时间戳,凭证带着它,离线核验出时间', async () => {
    await append(1, 2, 3);
    expect(await trust.parts.stamps.run()).toBe(1);
    expect(await trust.parts.stamps.run()).toBe(0);
    const receipt = await trust.logs.receipt('test', 1, statement(2));
    expect(receipt.tokens).toHaveLength(1);
    const roots = readRoots(authority.root);
    const verdict = verifyProof(JSON.stringify(receipt), await trust.publicKeys(), sm3, (head, tokens) =>
      stampSteps(head, tokens, roots),
    );
    expect(verdict.outcome).toBe('proven');
    expect(verdict.steps.at(-1)?.note).toMatch(/^“Test-TSA-rsa”于北京时间 .+见证了这个树根$/);
    // Without roots nobody can say who the authority is; a browser leaves the tokens alone.
    const open = verifyProof(JSON.stringify(receipt), await trust.publicKeys(), sm3, (head, tokens) =>
      stampSteps(head, tokens, undefined),
    );
    expect(open.outcome).toBe('undecided');
    expect(verifyProof(JSON.stringify(receipt), await trust.publicKeys()).outcome).toBe('proven');
  });

  test('命令行核验留存的时间戳文件', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'city-stamp-'));
    const [file, keys, roots] = ['stamp.json', 'keys.json', 'roots.pem'].map((name) =>
      path.join(folder, name),
    );
    await writeFile(file ?? '', JSON.stringify(await trust.logs.stampFile('test')));
    await writeFile(keys ?? '', JSON.stringify(await trust.publicKeys()));
    await writeFile(roots ?? '', authority.root);
    const said = execFileSync(
      process.execPath,
      [
        '--import',
        'tsx',
        'scripts/verify-proof.ts',
        file ?? '',
        '--keys',
        keys ?? '',
        '--tsa-roots',
        roots ?? '',
      ],
      { encoding: 'utf8' },
    );
    expect(said).toContain('✓ 第三方时间戳');
    expect(said).toContain('结论：属实');
    await rm(folder, { recursive: true });
  });

  test('机构停了不影响记录;说得出原因,恢复后补盖的树根包含停机时的记录', async () => {
    authority.behave({ down: true });
    await append(4);
    expect(await trust.parts.stamps.run()).toBe(0);
    expect((await trust.stamps.authorities())[0]?.problem).toContain('503');
    expect(told.at(-1)).toContain('trust.stamp');
    await append(5);
    expect(await trust.stamps.state('test')).toMatchObject({ size: 3, unstamped: 2, fault: null });
    authority.behave({ down: false });
    expect(await trust.parts.stamps.run()).toBe(1);
    expect(await trust.stamps.state('test')).toMatchObject({ size: 5, unstamped: 0, fault: null });
    const receipt = await trust.logs.receipt('test', 3, statement(4));
    expect(receipt.tokens).toHaveLength(1);
    expect((await trust.stamps.authorities())[0]).toMatchObject({
      problem: null,
      clockOff: expect.any(Boolean),
    });
  });

  test('城市拿着密钥重写整个日志:旧时间戳与新树根不符,新树根没有旧时间', async () => {
    const kept = await trust.logs.stampFile('test');
    const rewritten = await openTestStore({ tables: trustTables, settings });
    const stamping = { addresses: [authority.address], roots: authority.root };
    // The same keys in another database, and a log of other content and the same length.
    const forger = createTrust({ store: rewritten, stamping });
    try {
      await rewritten.transaction((work) => forger.logs.append(work, 'test', [6, 7, 8, 9, 10].map(leafOf)));
      const [token = ''] = kept.tokens;
      await sql`insert into trust_stamp (log, size, address, authority, at, accuracy_ms, token)
        values ('test', 5, 'http://x', 'x', now(), 0, ${Buffer.from(token, 'base64')})`.execute(rewritten.db);
      expect((await forger.stamps.state('test'))?.fault).toContain('盖的不是这项内容');
      const head = await forger.logs.findHead('test');
      if (head === undefined) throw new Error('no head');
      const steps = stampSteps(head, kept.tokens, readRoots(authority.root));
      expect(steps).toMatchObject([{ holds: false, note: '时间戳盖的不是这项内容' }]);
      expect(Buffer.from(stampedText(head)).equals(Buffer.from(stampedText(kept.head)))).toBe(false);
    } finally {
      await forger.close();
      await rewritten.close();
    }
  });

  test('删不掉也改不了已盖的时间戳', async () => {
    await expect(sql`delete from trust_stamp`.execute(store.db)).rejects.toThrow('append-only');
    await expect(sql`update trust_stamp set at = now()`.execute(store.db)).rejects.toThrow('append-only');
  });

  test('服务器时钟与机构相差过大时报警', async () => {
    await store.transaction((work) => store.settings.change(work, 'trust.clock-seconds', 1));
    await append(11);
    const realNow = Date.now;
    // The server's clock runs an hour ahead, for one question.
    Date.now = () => realNow() + 3_600_000;
    try {
      expect(await trust.parts.stamps.run()).toBe(1);
    } finally {
      Date.now = realNow;
    }
    expect((await trust.stamps.authorities())[0]).toMatchObject({ clockOff: true });
    expect(told.some((line) => line.startsWith('trust.clock'))).toBe(true);
  });

  test('没有根证书不启动:核验不了的时间戳没有用', () => {
    const stamping = { addresses: [authority.address], roots: '' };
    expect(() => createTrust({ store, stamping })).toThrow('TSA_ROOTS');
  });
});
