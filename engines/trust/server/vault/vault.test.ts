/** Sensitive columns on a real database: what is sealed, how it is found, what a change or loss of keys does to it. */
import { access, rm } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import { newId } from '../../../../kernel/ids.ts';
import { defineTable, sql } from '../../../store/index.ts';
import type { KeyPurpose } from '../../service.ts';
import { createTrust, type TrustEngine } from '../create-trust.ts';
import { trustTables } from '../tables.ts';

const patients = defineTable({
  name: 'patient',
  columns: { id: 'uuid primary key', number: 'text', number_index: 'text' },
  indexes: { patient_number: '(number_index)' },
});
const column = { table: 'patient', row: 'id', column: 'number', index: 'number_index' };
const field = 'patient.number';
const placeOf = (row: string) => ({ table: 'patient', row, field: 'number' });

let store: TestStore;
let trust: TrustEngine;

beforeAll(async () => {
  store = await openTestStore({ tables: [...trustTables, patients] });
  open();
  await store.begin();
});

afterAll(async () => {
  await trust.close();
  await store.close();
});

function open(): void {
  trust = createTrust({ store });
  trust.vault.keep(column);
}

async function add(number: string): Promise<string> {
  const id = newId();
  const sealed = await trust.vault.seal(number, placeOf(id));
  const index = await trust.vault.index(number, field);
  await sql`insert into patient (id, number, number_index) values (${id}, ${sealed}, ${index})`.execute(
    store.db,
  );
  return id;
}

async function sealedOf(id: string): Promise<string> {
  const found = await sql<{ number: string }>`select number from patient where id = ${id}`.execute(store.db);
  return found.rows[0]?.number ?? '';
}

async function read(id: string): Promise<string> {
  return trust.vault.open(await sealedOf(id), placeOf(id));
}

async function find(number: string): Promise<readonly string[]> {
  const indexes = await trust.vault.indexes(number, field);
  const found = await sql<{ id: string }>`select id from patient where number_index = any(${[...indexes]})
    order by id`.execute(store.db);
  return found.rows.map(({ id }) => id);
}

function rotate(purpose: KeyPurpose) {
  return store.transaction((work) => trust.parts.keys.rotate(work, purpose));
}

async function reseal(): Promise<unknown> {
  const job = await trust.vault.reseal('tester');
  return vi.waitFor(async () => {
    const status = await store.jobs.status(job);
    expect(status?.state).toBe('done');
    return status?.result;
  }, 20_000);
}

describe('敏感字段', () => {
  test('存的是密文，读得回原文，按等值找得到，同值的密文各不相同', async () => {
    const [one, other] = [await add('341202199001010011'), await add('341202199001010011')];
    expect(await sealedOf(one)).not.toContain('3412');
    expect(await sealedOf(one)).not.toBe(await sealedOf(other));
    expect(await read(one)).toBe('341202199001010011');
    expect(await find('341202199001010011')).toEqual([one, other].sort());
    expect(await find('341202199001010012')).toEqual([]);
  });

  test('任何文字都能原样取回', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (text) => {
        const place = placeOf(newId());
        expect(await trust.vault.open(await trust.vault.seal(text, place), place)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  test('挪到另一行、另一字段、另一张表的密文打不开', async () => {
    const [one, other] = [await add('甲'), await add('乙')];
    const sealed = await sealedOf(one);
    for (const place of [
      placeOf(other),
      { ...placeOf(one), field: 'phone' },
      { ...placeOf(one), table: 'doctor' },
      // Parts that run together the same way are not the same place.
      { table: 'patien', row: `t${one}`, field: 'number' },
    ])
      await expect(trust.vault.open(sealed, place)).rejects.toMatchObject({ code: 'trust.wrongContext' });
  });

  test('不是密文、被截断、换了写法、指名没有的密钥，各有说法', async () => {
    const id = await add('甲');
    const sealed = await sealedOf(id);
    const cases = [
      ['341202199001010011', 'trust.ciphertextForm'],
      ['', 'trust.ciphertextForm'],
      [`${sealed}=`, 'trust.ciphertextForm'],
      [sealed.slice(0, 60), 'trust.ciphertextForm'],
      [sealed.slice(0, -4), 'trust.wrongContext'],
      [sealed.replace('data-1', 'data-99'), 'trust.unknownKey'],
      [sealed.replace('data-1', 'log-1'), 'trust.ciphertextForm'],
    ] as const;
    for (const [text, code] of cases)
      await expect(trust.vault.open(text, placeOf(id))).rejects.toMatchObject({ code });
  });

  test('两个字段的相同值，索引不同', async () => {
    expect(await trust.vault.index('甲', field)).not.toBe(await trust.vault.index('甲', 'patient.name'));
  });
});

describe('换密钥', () => {
  test('换后旧值照读照找，重新加密逐条搬到新密钥下，旧密钥不再有值', async () => {
    await sql`delete from patient`.execute(store.db);
    const ids = await Promise.all(Array.from({ length: 1203 }, (_, at) => add(`number-${at}`)));
    await rotate('data');
    await rotate('index');
    const fresh = await add('number-0');
    const first = ids[0] ?? '';
    expect(await read(first)).toBe('number-0');
    expect(await find('number-0')).toEqual([first, fresh].sort());
    expect(await trust.parts.vault.countOf('data-1')).toBe(1203);
    expect(await reseal()).toEqual({ resealed: 1203, failed: 0 });
    expect(await trust.parts.vault.countOf('data-1')).toBe(0);
    expect(await trust.parts.vault.countOf('index-1')).toBe(0);
    expect(await sealedOf(first)).toMatch(/^sealed:1:data-2:/);
    expect(await read(first)).toBe('number-0');
    expect(await find('number-0')).toEqual([first, fresh].sort());
    expect(await reseal()).toEqual({ resealed: 0, failed: 0 });
  });

  test('挪过位置的密文在重新加密时留在原处并计为失败', async () => {
    const [one, other] = [await add('甲'), await add('乙')];
    await sql`update patient set number = ${await sealedOf(one)} where id = ${other}`.execute(store.db);
    await rotate('data');
    expect(await reseal()).toMatchObject({ failed: 1 });
    await expect(read(other)).rejects.toMatchObject({ code: 'trust.wrongContext' });
    await sql`delete from patient where id = ${other}`.execute(store.db);
  });

  test('销毁的密钥打不开旧值，并说明', async () => {
    const id = await add('甲');
    const { id: active } = await trust.parts.keys.active('data');
    await rotate('data');
    await store.transaction((work) => trust.parts.keys.destroy(work, active));
    await expect(read(id)).rejects.toMatchObject({ code: 'trust.keyDestroyed' });
  });

  test('保管密钥丢失：新旧值都打不开，也不悄悄换新', async () => {
    const id = await add('甲');
    await rm(path.join(store.dataDirectory, 'trust', 'master.key'));
    await trust.close();
    open();
    await expect(read(id)).rejects.toMatchObject({ code: 'trust.keyLost' });
    await expect(add('乙')).rejects.toMatchObject({ code: 'trust.keyLost' });
  });

  test('保管密钥丢失时,别的用途的第一把密钥也不会自己生成;人工更换才可以', async () => {
    await expect(trust.parts.keys.active('log')).rejects.toMatchObject({ code: 'trust.keyLost' });
    await expect(access(path.join(store.dataDirectory, 'trust', 'master.key'))).rejects.toThrow();
    const { id } = await rotate('log');
    expect((await trust.parts.keys.active('log')).id).toBe(id);
    expect((await trust.parts.keys.active('code')).state).toBe('active');
  });
});
