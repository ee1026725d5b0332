/** The logs on a real database: what is proven, and what a database administrator cannot do unseen. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { asSuperuser, copyRows } from '../../../../test/support/superuser.ts';
import { ManualClock } from '../../../../kernel/clock.ts';
import { sql } from '../../../store/index.ts';
import { verifyProof } from '../../proof/verify-proof.ts';
import { createTrust, type TrustEngine } from '../create-trust.ts';
import { sm3 } from '../digest.ts';
import { trustTables } from '../tables.ts';

const clock = new ManualClock('2026-11-23T02:00:00Z');
let store: TestStore;
let trust: TrustEngine;

beforeEach(async () => {
  store = await openTestStore({ tables: trustTables, clock });
  trust = createTrust({ store });
});

afterEach(async () => {
  await trust.close();
  await store.close();
});

const statement = (index: number) => `第 ${index} 条\n`;

function record(from: number, to: number, on = trust, log = 'audit') {
  const leaves = Array.from({ length: to - from }, (_, at) => sm3(Buffer.from(statement(from + at))));
  return store.transaction((work) => on.logs.append(work, log, leaves));
}

async function healths(on = trust) {
  return (await on.logs.states()).map(({ head, health }) => `${head.log} ${head.size} ${health}`);
}

async function restart(): Promise<void> {
  await trust.close();
  trust = createTrust({ store });
}

describe('证明', () => {
  test('分批追加后，每一条都有离线可验的凭证，先后树根之间有增长证明', async () => {
    const sizes = [1, 3, 255, 256, 257, 600, 66_000];
    let before = 0;
    for (const size of sizes) {
      const { first, head } = await record(before, size);
      expect([first, head.size]).toEqual([before, size]);
      before = size;
    }
    const keys = await trust.publicKeys();
    for (const index of [0, 1, 2, 254, 255, 256, 599, 600, 65_535, 65_536, 65_999]) {
      const receipt = await trust.logs.receipt('audit', index, statement(index));
      expect(receipt.path.length).toBeLessThanOrEqual(17);
      expect(verifyProof(JSON.stringify(receipt), keys, sm3).outcome).toBe('proven');
    }
    for (const from of sizes) {
      const growth = await trust.logs.growth('audit', from, 66_000);
      expect(verifyProof(JSON.stringify(growth), keys, sm3).outcome).toBe('proven');
    }
    const old = await trust.logs.findHeadOf('audit', 257);
    const receipt = await trust.logs.receipt('audit', 256, statement(256), old);
    expect(verifyProof(JSON.stringify(receipt), keys).outcome).toBe('proven');
    expect(await healths()).toEqual(['audit 66000 sound']);
  });

  test('同时追加的人排队，各得其位；各个日志互不相干', async () => {
    await Promise.all([record(0, 5), record(0, 5), record(0, 5), record(0, 7, trust, 'licence')]);
    expect((await trust.logs.findHead('audit'))?.size).toBe(15);
    expect((await trust.logs.findHead('licence'))?.size).toBe(7);
    expect(await healths()).toEqual(['audit 15 sound', 'licence 7 sound']);
  });

  test('回滚的追加不留痕迹', async () => {
    await record(0, 3);
    await expect(
      store.transaction(async (work) => {
        await trust.logs.append(work, 'audit', [sm3(Buffer.from('x'))]);
        throw new Error('abandoned');
      }),
    ).rejects.toThrow('abandoned');
    expect((await record(3, 4)).first).toBe(3);
    expect(await healths()).toEqual(['audit 4 sound']);
  });

  test('时钟倒走时，树根的时间不倒走', async () => {
    const { head } = await record(0, 1);
    clock.advance(-3_600_000);
    expect((await record(1, 2)).head.at).toBe(head.at);
    clock.advance(3_600_000);
  });

  test('超出日志的位置、没有签名的大小、没有的日志都说得清', async () => {
    await record(0, 3);
    await expect(trust.logs.receipt('audit', 3, '')).rejects.toMatchObject({ code: 'trust.outsideLog' });
    await expect(trust.logs.growth('audit', 2, 3)).rejects.toMatchObject({ code: 'trust.outsideLog' });
    await expect(trust.logs.receipt('nothing', 0, '')).rejects.toMatchObject({ code: 'trust.noSuchLog' });
  });
});

describe('改动都被发现', () => {
  /** The edge of the log as it was at 300. */
  let earlier = '';

  beforeEach(async () => {
    await record(0, 300);
    const found = await sql<{ edge: string }>`select encode(edge, 'hex') as edge from trust_log`.execute(
      store.db,
    );
    earlier = found.rows[0]?.edge ?? '';
    await record(300, 600);
    expect(await healths()).toEqual(['audit 600 sound']);
  });

  test('瓦片和树根不能改、不能删、不能清空，城市自己的账号也不能', async () => {
    for (const statement of [
      sql`update trust_tile set hashes = hashes`,
      sql`delete from trust_head`,
      sql`truncate trust_tile`,
      sql`update trust_head set root = root`,
    ])
      await expect(statement.execute(store.db)).rejects.toThrow('append-only');
  });

  test('截断：后来的树根和记录被删去', async () => {
    await asSuperuser(store.url, async (run) => {
      await run('delete from trust_head where size = 600');
      await run('delete from trust_tile where number = 1');
      await run(`update trust_log set size = 300, edge = decode('${earlier}', 'hex')`);
    });
    expect(await healths()).toEqual(['audit 300 truncated']);
    await expect(record(600, 601)).rejects.toMatchObject({ code: 'trust.logTruncated' });
    await restart();
    expect(await healths()).toEqual(['audit 300 truncated']);
    await expect(record(600, 601)).rejects.toMatchObject({ code: 'trust.logTruncated' });
  });

  test('整个日志被删去', async () => {
    await asSuperuser(store.url, async (run) => {
      for (const table of ['trust_head', 'trust_tile', 'trust_log']) await run(`delete from ${table}`);
    });
    await restart();
    expect(await healths()).toEqual(['audit 600 truncated']);
    await expect(record(0, 1)).rejects.toMatchObject({ code: 'trust.logTruncated' });
  });

  test('分叉：拿到全部密钥的人换掉一条旧记录，连同哈希和签名一起重做', async () => {
    const other = await openTestStore({ tables: trustTables, clock });
    const master = await readFile(path.join(store.dataDirectory, 'trust', 'master.key'), 'utf8');
    const forger = createTrust({ store: other, masterKey: master.trim() });
    await copyRows(store.url, other.url, 'trust_key');
    const leaves = Array.from({ length: 600 }, (_, at) =>
      sm3(Buffer.from(at === 7 ? '伪造' : statement(at))),
    );
    await other.transaction((work) => forger.logs.append(work, 'audit', leaves));
    for (const table of ['trust_head', 'trust_tile', 'trust_log']) {
      await asSuperuser(store.url, (run) => run(`delete from ${table}`));
      await copyRows(other.url, store.url, table);
    }
    await forger.close();
    await other.close();
    await restart();
    expect(await healths()).toEqual(['audit 600 forked']);
    await expect(record(600, 601)).rejects.toMatchObject({ code: 'trust.logForked' });
  });

  test('只换瓦片里的哈希：受影响的凭证都验不过', async () => {
    await asSuperuser(store.url, (run) =>
      run('update trust_tile set hashes = substr(hashes, 33) || substr(hashes, 1, 32) where number = 0'),
    );
    const receipt = await trust.logs.receipt('audit', 8, statement(8));
    expect(verifyProof(JSON.stringify(receipt), await trust.publicKeys(), sm3).outcome).toBe('refused');
  });

  test('树根被改写，签名对不上', async () => {
    await asSuperuser(store.url, (run) =>
      run(`update trust_head set root = repeat('ab', 32) where size = 600`),
    );
    expect(await healths()).toEqual(['audit 600 head-forged']);
    await expect(record(600, 601)).rejects.toMatchObject({ code: 'trust.logForked' });
  });

  test('瓦片缺失或边缘残缺', async () => {
    await asSuperuser(store.url, (run) => run('delete from trust_tile where number = 0'));
    await expect(trust.logs.receipt('audit', 8, statement(8))).rejects.toMatchObject({
      code: 'trust.logTruncated',
    });
    await asSuperuser(store.url, (run) => run('update trust_log set edge = substr(edge, 33)'));
    expect(await healths()).toEqual(['audit 600 forked']);
    await expect(record(600, 601)).rejects.toMatchObject({ code: 'trust.logForked' });
  });
});

describe('密钥', () => {
  test('换过密钥的日志照样可验，旧树根由旧公钥验', async () => {
    await record(0, 3);
    await store.transaction((work) => trust.parts.keys.rotate(work, 'log'));
    const { head } = await record(3, 5);
    expect(head.key).not.toBe((await trust.logs.findHeadOf('audit', 3))?.key);
    const keys = await trust.publicKeys();
    expect(keys.keys.map(({ id, state }) => `${id} ${state}`)).toEqual(['log-1 verify-only', 'log-2 active']);
    const growth = await trust.logs.growth('audit', 3, 5);
    expect(verifyProof(JSON.stringify(growth), keys).outcome).toBe('proven');
    const later = { ...keys, keys: keys.keys.slice(1) };
    expect(verifyProof(JSON.stringify(growth), later).outcome).toBe('refused');
    expect(await healths()).toEqual(['audit 5 sound']);
  });

  test('保管密钥丢失或换错：不悄悄换新，签名停下并说明；找回后继续', async () => {
    await record(0, 3);
    const file = path.join(store.dataDirectory, 'trust', 'master.key');
    await rm(file);
    await restart();
    await expect(record(3, 4)).rejects.toMatchObject({ code: 'trust.keyLost' });
    await writeFile(file, `${'0'.repeat(64)}\n`);
    await restart();
    await expect(record(3, 4)).rejects.toMatchObject({ code: 'trust.keyLost' });
    expect(await healths()).toEqual(['audit 3 sound']);
  });

  test('保管密钥丢失后启用新密钥，日志接着写，旧树根仍可验', async () => {
    await record(0, 3);
    await rm(path.join(store.dataDirectory, 'trust', 'master.key'));
    await restart();
    await store.transaction((work) => trust.parts.keys.rotate(work, 'log'));
    expect((await record(3, 4)).head.size).toBe(4);
    const growth = await trust.logs.growth('audit', 3, 4);
    expect(verifyProof(JSON.stringify(growth), await trust.publicKeys()).outcome).toBe('proven');
  });
});
