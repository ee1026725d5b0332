/** What people see who fill in a form: asked for what is shown, never for what is hidden, and the server has the last word. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { forms } from '../service.ts';
import { deviceForm, openForms, repairForm, type TestForms } from './test-support/repairs.ts';

let at: TestForms;
beforeAll(async () => {
  at = await openForms();
  const kept = at.city.services.use(forms);
  await kept.keep('fix.device', deviceForm);
  await kept.keep('fix.repair', repairForm);
  const pump = { code: 'P-1', name: '水泵', price: 19.9, count: 3, keeper: '钱某某' };
  await at.clerk.post('/api/registers/rows/fix.device', { values: pump });
});
afterAll(() => at.city.close());

const open = (values: object) => at.clerk.post('/api/flow/cases/fix.repair', { id: newId(), values });
async function opened(
  values: object,
): Promise<{ id: string; version: number; row: Record<string, unknown> }> {
  const reply = await open(values);
  expect(reply.body).toContain('"id"');
  const { id } = reply.json<{ id: string }>();
  return (await at.clerk.get(`/api/flow/cases/fix.repair/${id}`)).json();
}
const problemsOf = (reply: { json: () => { problems?: { path: string }[] } }) =>
  (reply.json().problems ?? []).map(({ path }) => path);

describe('台账的表单', () => {
  const create = (values: object) => at.clerk.post('/api/registers/rows/fix.device', { values });
  const base = { code: 'A-1', name: '电机', price: 0.1, count: 3 };

  test('计算字段由服务器再算一遍,客户端写不进去', async () => {
    const { row } = (await create(base)).json();
    expect(row.total).toBe(0.3);
    const forged = await create({ ...base, code: 'A-2', total: 1 });
    expect([forged.statusCode, problemsOf(forged)]).toEqual([400, ['total']]);
    const changed = await at.clerk.patch(`/api/registers/rows/fix.device/${row.id}`, {
      version: row.version,
      values: { count: 5 },
    });
    expect(changed.json().row.total).toBe(0.5);
  });

  test('显示着的必填项要填,隐藏的不问,隐藏后原来的值不再保留', async () => {
    expect(problemsOf(await create({ ...base, code: 'A-3', scrapped: true }))).toEqual(['scrapReason']);
    const made = await create({ ...base, code: 'A-4', scrapped: true, scrapReason: '老化' });
    const { row } = made.json();
    expect(row.scrapReason).toBe('老化');
    const back = await at.clerk.patch(`/api/registers/rows/fix.device/${row.id}`, {
      version: row.version,
      values: { scrapped: false },
    });
    expect(back.json().row).toMatchObject({ scrapped: false, scrapReason: null });
    expect(
      (await create({ ...base, code: 'A-5', scrapReason: '没有报废' })).json().row.scrapReason,
    ).toBeNull();
  });
});

describe('事项的表单', () => {
  test('从台账预填并说明数据来源;看不到明文的字段不预填;只读的以服务器查到的为准', async () => {
    const asked = await at.clerk.post('/api/forms/prefill/fix.repair', { values: { code: 'P-1' } });
    expect(asked.json().found).toEqual({
      name: { value: '水泵', source: expect.stringMatching(/^数据来源：设备台账（.+）$/) },
    });
    expect((await at.clerk.post('/api/forms/prefill/fix.repair', { values: {} })).json().found).toEqual({});
    const { row } = await opened({ subject: '漏水', code: 'P-1' });
    expect(row).toMatchObject({ name: '水泵', unit2: 'city-organ-affairs' });
    expect(problemsOf(await open({ subject: '漏水', code: 'P-1', name: '自己写的' }))).toEqual(['name']);
  });

  test('条件成立才必填;只读的改不动,计算的重新算', async () => {
    expect(problemsOf(await open({ subject: '停电', urgent: true }))).toEqual(['why']);
    const { id, version, row } = await opened({ subject: '停电', why: '隐藏着', cost: 200 });
    expect(row).toMatchObject({ why: null, tax: 26 });
    const act = (values: object, seen: number) =>
      at.clerk.post(`/api/flow/cases/fix.repair/${id}/acts`, { version: seen, action: 'note', values });
    const approved = (await act({ approved: true, cost: 300 }, version)).json();
    expect(approved.code).toBe('city.invalid');
    expect((await act({ approved: true }, version)).statusCode).toBe(200);
    const now = (await at.clerk.get(`/api/flow/cases/fix.repair/${id}`)).json();
    expect(problemsOf(await act({ cost: 1 }, now.version))).toEqual(['cost']);
    expect(now.row.tax).toBe(26);
  });

  test('打印成 PDF;无权查看的人打印不了', async () => {
    const { id } = await opened({ subject: '漏水', code: 'P-1' });
    const paper = await at.clerk.get(`/api/forms/print/fix.repair/${id}`);
    expect([paper.statusCode, paper.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await at.stranger.get(`/api/forms/print/fix.repair/${id}`)).statusCode).toBe(404);
    expect((await at.clerk.get(`/api/forms/print/fix.repair/${newId()}`)).statusCode).toBe(404);
  });
});

describe('暂存', () => {
  const place = '/api/forms/drafts/fix.repair';
  test('只有本人看得到,换台机器也在,到期就没有,可以丢弃', async () => {
    await at.clerk.post(place, { values: { subject: '写了一半', tax: 1, nothing: 'x' } });
    expect((await at.clerk.get(place)).json().draft.values).toEqual({ subject: '写了一半', tax: 1 });
    expect((await at.other.get(place)).json().draft).toBeNull();
    expect((await at.stranger.get(place)).statusCode).toBe(403);
    at.city.clock.set('2026-12-20T02:00:00Z');
    // Later he signs in again.
    const later = await at.city.as('经办甲');
    expect((await later.get(place)).json().draft).toBeNull();
    at.city.clock.set('2026-11-23T02:00:00Z');
    expect((await at.clerk.get(place)).json().draft).not.toBeNull();
    expect((await at.clerk.del(place)).statusCode).toBe(200);
    expect((await at.clerk.get(place)).json().draft).toBeNull();
  });

  test('过大的内容不收', async () => {
    const reply = await at.clerk.post(place, { values: { subject: '大'.repeat(210_000) } });
    expect(reply.statusCode).toBe(400);
  });
});
