/** What an auditor can rely on: nobody changes a line unseen, each line can be proven, exports verify by themselves, the law's time is kept. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { asSuperuser } from '../../../../test/support/superuser.ts';
import { auditStatement, readAuditStatement } from '../../../../kernel/audit-line.ts';
import { ManualClock } from '../../../../kernel/clock.ts';
import { sql } from '../../../store/index.ts';
import { createTrust, type TrustEngine, trustTables } from '../../../trust/index.ts';
import { verifyProof } from '../../../trust/proof/verify-proof.ts';
import contract from '../../contract.ts';
import type { AuditEntry } from '../../service.ts';
import { systemPrincipal } from '../create-access.ts';
import { accessTables } from '../tables.ts';
import { anchorStatement, chainDigest } from './audit-seals.ts';
import { exportLines } from './export-lines.ts';
import { findLine, listLines } from './list-lines.ts';
import { type Audit, openAudit } from './open-audit.ts';
import { proveLine } from './prove-lines.ts';
import { sealAudit } from '../../../../test/support/seal-audit.ts';

const settings = Object.fromEntries(
  Object.entries(contract.settings ?? {}).map(([name, spec]) => [`access.${name}`, spec]),
);
const everything = { subject: '', module: '', event: '', objectId: '', from: '', to: '' };
const clock = new ManualClock('2026-11-23T02:00:00Z');

let store: TestStore;
let trust: TrustEngine;
let audit: Audit;

async function open(): Promise<void> {
  clock.set('2026-11-23T02:00:00Z');
  store = await openTestStore({ tables: [...trustTables, ...accessTables], settings, clock });
  trust = createTrust({ store });
  audit = openAudit(store, trust);
}

async function close(): Promise<void> {
  await audit.stop();
  await trust.close();
  await store.close();
}

function entry(objectId: string): AuditEntry {
  return { module: 'lamp', event: 'update', objectType: 'lamp', objectId, result: 'success' };
}

/** In one transaction, so that the sealer, which ticks by itself, takes all of them or none. */
function note(from: number, to: number): Promise<void> {
  return store.transaction(async (work) => {
    for (let at = from; at < to; at += 1) audit.add(work, systemPrincipal, entry(`lamp-${at}`));
  });
}

/** Three seals of ten lines. */
async function thirty(): Promise<void> {
  for (const at of [0, 10, 20]) {
    await note(at, at + 10);
    await sealAudit(audit);
  }
}

function tamper(statement: string): Promise<void> {
  return asSuperuser(store.url, (run) => run(statement));
}

describe('谁也不能悄悄改', () => {
  const tables = ['access_audit', 'access_audit_seal', 'trust_head'];

  beforeAll(async () => {
    await open();
    await thirty();
    // The sealer ticks by itself and would seal anew what is tampered with here.
    await audit.stop();
    for (const table of tables) await tamper(`create table kept_${table} as table ${table}`);
  });
  afterEach(async () => {
    for (const table of tables) {
      await tamper(`delete from ${table}`);
      await tamper(`insert into ${table} overriding system value table kept_${table}`);
    }
  });
  afterAll(close);

  test('数据库拒绝改动、删除和清空审计记录与封存，城市自己的账号也不行', async () => {
    for (const statement of [
      sql`update access_audit set object_id = 'x'`,
      sql`delete from access_audit`,
      sql`truncate access_audit`,
      sql`update access_audit_seal set digest = ''`,
      sql`delete from access_audit_seal`,
      sql`truncate access_audit_disposal`,
    ])
      await expect(statement.execute(store.db)).rejects.toThrow('append-only');
    expect(await audit.verify()).toMatchObject({ intact: true, sealed: 30, size: 30 });
  });

  test.each([
    [
      '改内容',
      "update access_audit set object_id = 'forged' where position = 13",
      '第 13 条记录的内容与其摘要不符',
    ],
    [
      '换摘要',
      "update access_audit set digest = repeat('0', 64) where position = 13",
      '第 13 条记录的内容与其摘要不符',
    ],
    [
      '删一条',
      'delete from access_audit where position = 13',
      '第 2 号封存应有 10 条记录，现有 9 条：第 14 条记录之前缺少记录',
    ],
    [
      '删封存里的最后一条',
      'delete from access_audit where position = 20',
      '现有 9 条：第 19 条记录之后缺少记录',
    ],
    ['删一号封存', 'delete from access_audit_seal where number = 2', '缺少第 2 号封存'],
    ['改封存条数', 'update access_audit_seal set lines = 11 where number = 2', '应有 11 条记录，现有 10 条'],
    [
      '改封存的树根',
      "update access_audit_seal set digest = repeat('0', 64) where number = 3",
      '第 3 号封存与其记录不符',
    ],
    ['删后面的封存', 'delete from access_audit_seal where number = 3', '第 2 号以后的封存被删去'],
    [
      '改签名',
      "update trust_head set signature = repeat('1', 128) where size = 30",
      '第 3 号封存的树根签名无效',
    ],
  ])('%s：指出是哪一处', async (_what, statement, named) => {
    await tamper(statement);
    const verdict = await audit.verify();
    expect(verdict.intact).toBe(false);
    expect(verdict.firstBad).toContain(named);
  });

  test('连摘要一起改的一条，由日志里的叶认出；插入的一条也认得出', async () => {
    const line = await findLine(store, 13);
    if (line === undefined) throw new Error('no line');
    const forged = createHash('sm3')
      .update(auditStatement({ ...line, result: 'failure' }))
      .digest('hex');
    await tamper(`update access_audit set result = 'failure', digest = '${forged}' where position = 13`);
    expect((await audit.verify()).firstBad).toContain('第 13 条记录与日志中封存的不符');
    await tamper(`insert into access_audit (position, transaction, id, at, subject, address, trace, module, event, object_type,
      object_id, result, detail, digest) overriding system value select 1000, transaction, id, at, subject, address, trace, module, event,
      object_type, object_id, result, detail, digest from access_audit where position = 3`);
    expect((await audit.verify()).firstBad).toContain('第 1000 条记录是封存之后插入的');
  });

  test('按范围校验只看那几号封存，之前的由树根签名担保', async () => {
    await tamper("update access_audit set object_id = 'forged' where position = 3");
    expect(await audit.verify({ from: 2 })).toMatchObject({ intact: true, sealed: 20, batches: 2, size: 30 });
    expect(await audit.verify({ from: 2, to: 2 })).toMatchObject({ intact: true, sealed: 10, size: 20 });
    expect(await audit.verify({ from: 1, to: 1 })).toMatchObject({ intact: false });
    expect(await audit.verify({ from: 4 })).toMatchObject({ intact: true, sealed: 0 });
  });
});

describe('证明与导出', () => {
  beforeAll(async () => {
    await open();
    await thirty();
  });
  afterAll(close);

  test('任何一条都能给出离线可验的凭证，内容逐字可读', async () => {
    const keys = await trust.publicKeys();
    for (const position of [1, 10, 11, 30]) {
      const receipt = await proveLine(store, trust, position);
      expect(receipt.index).toBe(position - 1);
      expect(verifyProof(JSON.stringify(receipt), keys).outcome).toBe('proven');
      const titled = readAuditStatement(receipt.statement) ?? [];
      expect(titled.find(({ title }) => title === '对象编号')?.value).toBe(`lamp-${position - 1}`);
      const forged = { ...receipt, statement: receipt.statement.replace('success', 'failure') };
      expect(verifyProof(JSON.stringify(forged), keys).outcome).toBe('refused');
    }
    await expect(proveLine(store, trust, 999)).rejects.toMatchObject({ code: 'city.missing' });
  });

  test('导出的压缩包里，表格供看、凭证可验，导出本身留下记录', async () => {
    const filter = { ...everything, objectId: 'lamp-7' };
    await audit.addAlone(systemPrincipal, { ...entry('=cmd()'), event: 'query' });
    const unpack = async (filter: typeof everything, markOf?: Parameters<typeof exportLines>[3]) =>
      unzipSync((await exportLines({ store, trust, audit }, systemPrincipal, filter, markOf)).file);
    const all = await unpack(everything);
    const sheet = strFromU8(all['审计记录.csv'] ?? new Uint8Array());
    expect(sheet.split('\r\n')).toHaveLength(33);
    expect(sheet).toContain(`"'=cmd()"`);
    const proof = strFromU8(all['凭证.json'] ?? new Uint8Array());
    expect(verifyProof(proof, await trust.publicKeys()).outcome).toBe('proven');
    expect(verifyProof(proof.replace('lamp-7', 'lamp-8'), await trust.publicKeys()).outcome).toBe('refused');
    const one = await unpack(filter);
    expect(strFromU8(one['审计记录.csv'] ?? new Uint8Array()).split('\r\n')).toHaveLength(3);
    const { rows } = await listLines(store, { ...everything, event: 'export' }, { page: 1, size: 9 });
    expect(rows.map(({ detail }) => (JSON.parse(detail) as { rows: number }).rows)).toEqual([1, 31]);
  });

  test('超过上限的导出被拒绝，什么都没有的也说明', async () => {
    await store.transaction((work) => store.settings.change(work, 'access.audit-export-lines', 100));
    await note(30, 131);
    await expect(exportLines({ store, trust, audit }, systemPrincipal, everything)).rejects.toMatchObject({
      code: 'access.auditExportLarge',
    });
    const none = { ...everything, objectId: 'none' };
    await expect(exportLines({ store, trust, audit }, systemPrincipal, none)).rejects.toMatchObject({
      code: 'city.missing',
    });
  });

  test('还没封存的一条请稍候', async () => {
    await audit.stop();
    await note(200, 201);
    const { rows } = await listLines(store, everything, { page: 1, size: 1 });
    await expect(proveLine(store, trust, rows[0]?.position ?? 0)).rejects.toMatchObject({
      code: 'access.auditUnsealed',
    });
  });
});

describe('保存期限', () => {
  beforeEach(open);
  afterEach(close);

  test('满期的记录按设置处置，叶和签名留下，后面的照样可验；处置本身留下记录', async () => {
    clock.set('2020-01-01T00:00:00Z');
    await thirty();
    clock.set('2026-11-23T02:00:00Z');
    await note(30, 35);
    await sealAudit(audit);
    expect(await audit.dispose(systemPrincipal)).toBe(30);
    expect(await audit.dispose(systemPrincipal)).toBe(0);
    await sealAudit(audit);
    expect(await audit.verify()).toMatchObject({ intact: true, sealed: 6, disposed: 3, size: 36 });
    const { rows } = await listLines(store, { ...everything, event: 'delete' }, { page: 1, size: 9 });
    expect(rows.map(({ objectId }) => objectId)).toEqual(['seal-3']);
    expect((await proveLine(store, trust, 33)).index).toBe(32);
  });

  test('不满六个月的记录，数据库不许删；绕过它删掉的，校验看得出', async () => {
    await thirty();
    await expect(sql`delete from access_audit where position <= 10`.execute(store.db)).rejects.toThrow(
      'append-only',
    );
    await tamper('delete from access_audit where position <= 10');
    await tamper('insert into access_audit_disposal (seal, lines, months, at) values (1, 10, 60, now())');
    expect((await audit.verify()).firstBad).toContain('未到保存期限就被处置');
  });
});

describe('先前的封存链', () => {
  beforeEach(open);
  afterEach(close);

  /** Two seals as the city made them before it had the log. */
  async function oldSeals(): Promise<void> {
    await audit.stop();
    let before = '';
    for (const number of [1, 2]) {
      await note(number * 10, number * 10 + 5);
      const lines = await sql<{ transaction: string; position: number; digest: string }>`
        select transaction::text as transaction, position, digest from access_audit
        order by access_audit.transaction, position offset ${(number - 1) * 5}`.execute(store.db);
      const last = lines.rows.at(-1);
      before = chainDigest(
        before,
        lines.rows.map(({ digest }) => digest),
      );
      await sql`insert into access_audit_seal (number, last_transaction, last_position, lines, digest)
        values (${number}, ${last?.transaction ?? '0'}::xid8, ${last?.position ?? 0}, 5, ${before})`.execute(
        store.db,
      );
    }
    audit = openAudit(store, trust);
  }

  test('作为第一片叶接入日志，新旧一起校验', async () => {
    await oldSeals();
    expect(await audit.verify()).toMatchObject({ intact: true, sealed: 10, size: 0 });
    await note(50, 53);
    await sealAudit(audit);
    expect(await audit.verify()).toMatchObject({ intact: true, sealed: 13, batches: 3, size: 4 });
    const seal = await sql<{ digest: string }>`select digest from access_audit_seal where number = 2`.execute(
      store.db,
    );
    const statement = anchorStatement({ number: 2, digest: seal.rows[0]?.digest ?? '' });
    const anchor = await trust.logs.receipt('audit', 0, statement);
    expect(verifyProof(JSON.stringify(anchor), await trust.publicKeys()).outcome).toBe('proven');
    await expect(proveLine(store, trust, 3)).rejects.toMatchObject({ code: 'access.auditAnchored' });
    expect((await proveLine(store, trust, 12)).index).toBe(2);
  });

  test('旧链上的改动照样指出是哪一条，连链带封存重算也瞒不过第一片叶', async () => {
    await oldSeals();
    await note(50, 53);
    await sealAudit(audit);
    await tamper("update access_audit set object_id = 'forged' where position = 7");
    expect((await audit.verify()).firstBad).toContain('第 7 条记录的内容与其摘要不符');
    await tamper('delete from access_audit where position = 7');
    const rest = await sql<{ position: number; digest: string }>`select position, digest from access_audit
      where position <= 10 order by access_audit.transaction, position`.execute(store.db);
    const digests = rest.rows.map(({ digest }) => digest);
    const remade = chainDigest(chainDigest('', digests.slice(0, 5)), digests.slice(5));
    await tamper(`update access_audit_seal set lines = 4, digest = '${remade}' where number = 2`);
    expect((await audit.verify()).firstBad).toContain('第 2 号及以前的封存被改动过');
  });
});

test('保管密钥找不到时封存停下并说明，已封存的照样可验', async () => {
  await open();
  await note(0, 1);
  await sealAudit(audit);
  await audit.stop();
  await trust.close();
  await rm(`${store.dataDirectory}/trust/master.key`);
  trust = createTrust({ store });
  audit = openAudit(store, trust);
  await note(1, 2);
  // As in `sealed`: the line may be held back for a moment, and until then there is nothing to seal.
  await vi.waitFor(() => expect(audit.seal()).rejects.toMatchObject({ code: 'trust.keyLost' }), 20_000);
  expect(await audit.verify()).toMatchObject({ intact: true, sealed: 1, unsealed: 1 });
  await close();
});
