/** What sender and receiver see of a document on its way, and how a received one is circulated and handled. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Sends a document and gives the delivery that finance got. */
async function send(change: object = {}): Promise<string> {
  const id = await office.open({ deliverTo: ['city-finance', 'yingzhou-government'], ...change });
  await office.bring(id, 'archive');
  const { rows } = (
    await (await office.at('finance-secretary')).get('/api/registers/rows/office.delivery')
  ).json();
  return rows.find((row: { document: string }) => row.document === id).id;
}
const post = async (who: string, path: string, payload: object = {}) =>
  (await office.at(who)).post(`/api/office${path}`, payload);

describe('公文交换', () => {
  test('签收即登记为收文,不能重复签收,发文方不能再撤回', async () => {
    const id = await send();
    const received = await post('finance-secretary', `/deliveries/${id}/receive`);
    expect(received.statusCode, received.body).toBe(200);
    expect(received.json().number).toMatch(/^SW20261123-\d{5}$/);
    expect((await post('finance-secretary', `/deliveries/${id}/receive`)).json().code).toBe(
      'office.received',
    );
    const recalled = await post('secretary', `/deliveries/${id}/recall`, { reason: '内容有误' });
    expect([recalled.statusCode, recalled.json().code]).toEqual([409, 'office.received']);
    const { row, stage } = await office.detail('finance-secretary', received.json().id, 'office.incoming');
    expect(stage).toBe('propose');
    expect(row).toMatchObject({ source: '市数据资源局', receiver: 'city-finance' });
    expect((row['content'] as { title: string }).title).toContain('数据工作会议');
  });

  test('签收前可撤回,撤回后收文方读不到正文也不能签收', async () => {
    const id = await send();
    expect((await post('secretary', `/deliveries/${id}/recall`, { reason: '内容有误' })).statusCode).toBe(
      200,
    );
    expect((await post('finance-secretary', `/deliveries/${id}/receive`)).json().code).toBe('office.settled');
    const seen = await (await office.at('finance-secretary')).get(`/api/office/deliveries/${id}`);
    expect(seen.json()).toEqual({
      state: 'recalled',
      mine: 'to',
      content: {},
      sealed: false,
      attachments: [],
    });
    const receiver = await office.at('finance-secretary');
    expect((await receiver.get(`/api/office/deliveries/${id}/sealed`)).json().code).toBe('office.notSealed');
    for (const path of [
      `office.delivery/${id}`,
      `office.delivery/${id}/history`,
      'office.delivery-text',
      'office.delivery',
    ])
      expect((await receiver.get(`/api/registers/rows/${path}`)).body, path).not.toContain('上午9时');
  });

  test('收文方拿到的盖章文件与发文方的逐字节相同，外单位拿不到', async () => {
    const id = await send();
    const path = `/api/office/deliveries/${id}/sealed`;
    const got = await (await office.at('finance-secretary')).get(path);
    expect(got.headers['content-type']).toBe('application/ofd');
    const sender = await office.at('secretary');
    const { rows } = (await sender.get('/api/registers/rows/office.delivery')).json();
    const { document } = rows.find((row: { id: string }) => row.id === id);
    const own = await sender.get(`/api/office/documents/${document}/sealed`);
    expect(got.rawPayload.equals(own.rawPayload)).toBe(true);
    expect((await (await office.at('justice-head')).get(path)).statusCode).toBe(404);
  });

  test('退回要写理由,发文方看得到', async () => {
    const id = await send();
    expect((await post('finance-secretary', `/deliveries/${id}/return`, { reason: '' })).statusCode).toBe(
      400,
    );
    const reason = '主送机关有误';
    expect((await post('finance-secretary', `/deliveries/${id}/return`, { reason })).statusCode).toBe(200);
    const { row } = (
      await (await office.at('secretary')).get(`/api/registers/rows/office.delivery/${id}`)
    ).json();
    expect(row).toMatchObject({ status: 'returned', reason });
  });

  test('签收和撤回同时发生,只有一方成功', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await send();
      const replies = await Promise.all([
        post('finance-secretary', `/deliveries/${id}/receive`),
        post('secretary', `/deliveries/${id}/recall`, { reason: '内容有误' }),
      ]);
      expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    }
  });

  test('不相干的单位看不到也动不了', async () => {
    const id = await send();
    expect((await (await office.at('city-secretary')).get(`/api/office/deliveries/${id}`)).statusCode).toBe(
      404,
    );
    expect((await post('city-secretary', `/deliveries/${id}/receive`)).statusCode).toBe(404);
    expect((await post('clerk', `/deliveries/${id}/recall`, { reason: '内容有误' })).statusCode).toBe(403);
  });
});

describe('附件', () => {
  const words = '%PDF-1.4 演示附件';
  const sm3 = createHash('sm3').update(words).digest('hex');
  async function sendWithFile(): Promise<{ delivery: string; file: string }> {
    const file = await (await office.at('clerk')).upload(
      'annex-1.pdf',
      'application/pdf',
      Buffer.from(words),
    );
    return { delivery: await send({ attachments: [file] }), file };
  }

  test('签收前能看附件和摘要;签收后附件随收文走,回执写明摘要;归档带着附件和摘要清单', async () => {
    const { delivery, file } = await sendWithFile();
    const receiver = await office.at('finance-secretary');
    const { attachments } = (await receiver.get(`/api/office/deliveries/${delivery}`)).json();
    expect(attachments).toEqual([{ file, name: 'annex-1.pdf', size: Buffer.byteLength(words), sm3 }]);
    const path = `/api/office/deliveries/${delivery}/files/${file}`;
    expect((await receiver.get(path)).rawPayload.toString()).toBe(words);
    expect((await (await office.at('justice-head')).get(path)).statusCode).toBe(404);
    const { id } = (await post('finance-secretary', `/deliveries/${delivery}/receive`)).json();
    const { row } = await office.detail('finance-secretary', id, 'office.incoming');
    expect(row['attachments']).toEqual([file]);
    expect((await (await office.at('finance-head')).get(`/api/files/${file}`)).statusCode).toBe(200);
    const kept = (
      await (await office.at('secretary')).get(`/api/registers/rows/office.delivery/${delivery}`)
    ).json().row;
    expect(kept.digests.find((one: { file: string }) => one.file === file)).toMatchObject({ sm3 });

    expect(
      (await post('finance-secretary', `/incoming/${id}/archive`, { retention: 'D30' })).json().code,
    ).toBe('office.notFinished');
    expect(
      await office.act('finance-secretary', id, 'file', { type: 'office.incoming', opinion: '阅存' }),
    ).toBe(200);
    expect((await post('finance-secretary', `/incoming/${id}/archive`, { retention: 'X' })).statusCode).toBe(
      400,
    );
    const filed = await post('finance-secretary', `/incoming/${id}/archive`, { retention: 'D30' });
    expect(filed.json().number, filed.body).toBe('市财政局-WS·2026-D30-0001');
    expect(
      (await post('finance-secretary', `/incoming/${id}/archive`, { retention: 'D30' })).json().code,
    ).toBe('office.archivedAlready');
    expect((await post('city-secretary', `/incoming/${id}/archive`, { retention: 'D30' })).statusCode).toBe(
      404,
    );
    const [item] = (await receiver.get('/api/registers/rows/office.archive-item')).json().rows;
    expect(item).toMatchObject({ incoming: id, retention: 'D30', expiresOn: '2056-12-31', status: 'kept' });
    const whole = (await receiver.get(`/api/registers/rows/office.archive-item/${item.id}`)).json().row;
    expect(whole.files).toContain(file);
    expect(whole.digests.map((one: { sm3: string }) => one.sm3)).toContain(sm3);
    expect(whole.content.title).toContain('数据工作会议');
  });

  test('撤回后收文单位拿不到附件', async () => {
    const { delivery, file } = await sendWithFile();
    expect(
      (await post('secretary', `/deliveries/${delivery}/recall`, { reason: '内容有误' })).statusCode,
    ).toBe(200);
    const receiver = await office.at('finance-secretary');
    expect((await receiver.get(`/api/office/deliveries/${delivery}/files/${file}`)).statusCode).toBe(404);
    expect((await receiver.get(`/api/files/${file}`)).statusCode).toBe(404);
  });
});

describe('补发', () => {
  test('退回后再发给同一单位、加发一个单位,各有各的回执;没退回的不能重发', async () => {
    const id = await send();
    const sender = await office.at('secretary');
    const deliveries = async () =>
      (
        await sender.get(
          `/api/registers/rows/office.delivery?where=${encodeURIComponent(JSON.stringify({ document }))}`,
        )
      ).json().rows as readonly { id: string; receiver: string; status: string; resent: boolean | null }[];
    const { row } = (await sender.get(`/api/registers/rows/office.delivery/${id}`)).json();
    const document = row.document as string;
    const resend = (who: string, units: readonly string[]) =>
      post(who, `/documents/${document}/deliveries`, { units });
    expect((await resend('secretary', ['city-finance'])).json().code).toBe('office.sentBefore');
    expect((await resend('finance-secretary', ['city-justice'])).statusCode).toBe(404);
    expect((await resend('clerk', ['city-justice'])).statusCode).toBe(403);
    await post('finance-secretary', `/deliveries/${id}/return`, { reason: '缺附件' });
    expect((await resend('secretary', ['city-finance', 'city-justice'])).json()).toEqual({ sent: 2 });
    const rows = await deliveries();
    expect(
      rows.map(({ receiver, status, resent }) => `${receiver} ${status} ${resent === true}`).sort(),
    ).toEqual([
      'city-finance returned false',
      'city-finance sent true',
      'city-justice sent true',
      'yingzhou-government sent false',
    ]);
    const again = rows.find((one) => one.receiver === 'city-finance' && one.status === 'sent');
    expect((await post('finance-secretary', `/deliveries/${again?.id}/receive`)).statusCode).toBe(200);
    const draft = await office.open();
    expect(
      (await post('secretary', `/documents/${draft}/deliveries`, { units: ['city-justice'] })).json().code,
    ).toBe('office.notDistributed');
  });
});

describe('时限', () => {
  test('要求办结日期就是承办和全件的时限;各环节都有时限', async () => {
    const { id } = (await post('finance-secretary', `/deliveries/${await send()}/receive`)).json();
    const type = 'office.incoming';
    const detail = async () =>
      (await (await office.at('finance-secretary')).get(`/api/flow/cases/${type}/${id}`)).json();
    const open = async () =>
      (await detail()).signers.find(({ state }: { state: string }) => state === 'open') as { dueAt: string };
    expect((await open()).dueAt).toBe('2026-11-24T02:00:00.000Z');
    expect(
      await office.act('finance-secretary', id, 'assign', {
        type,
        values: { proposal: '请预算科办理', replyBy: '2026-12-02' },
        unit: 'city-finance',
      }),
    ).toBe(200);
    expect(new Date((await open()).dueAt)).toEqual(new Date('2026-12-02T10:00:00Z'));
    expect((await detail()).row).toMatchObject({ dueAt: '2026-12-02T10:00:00Z' });
    const out = await office.open();
    await office.bring(out, 'sign');
    const shown = (await (await office.at('leader')).get(`/api/flow/cases/office.outgoing/${out}`)).json();
    expect(shown.signers.find(({ state }: { state: string }) => state === 'open').dueAt).toBe(
      '2026-11-25T02:00:00.000Z',
    );
  });
});

describe('收文', () => {
  async function receive(): Promise<string> {
    return (await post('finance-secretary', `/deliveries/${await send()}/receive`)).json().id;
  }
  const type = 'office.incoming';

  test('拟办、交办、反馈、退回续办、办结', async () => {
    const id = await receive();
    const act = (who: string, action: string, more: object = {}) =>
      office.act(who, id, action, { type, ...more });
    expect(await act('finance-secretary', 'assign', { values: {}, unit: 'city-finance' })).toBe(400);
    expect(
      await act('finance-secretary', 'assign', {
        values: { proposal: '请预算科办理' },
        unit: 'city-finance',
      }),
    ).toBe(200);
    expect(await act('finance-head', 'report', { values: { result: '已报送名单' } })).toBe(200);
    expect(await act('finance-secretary', 'rework', { opinion: '请补充电话' })).toBe(200);
    expect(await act('finance-head', 'report', { values: { result: '已补充' } })).toBe(200);
    expect(await act('finance-secretary', 'finish')).toBe(200);
    expect((await office.detail('finance-secretary', id, type)).outcomeTitle).toBe('办结');
  });

  test('传阅:送到的人看得到正文,打开即有回执;意见留在流转记录里', async () => {
    const id = await receive();
    const head = office.made.people.get('office-finance-head') ?? '';
    const target = { people: [{ unit: null, person: head }] };
    expect(await office.act('finance-secretary', id, 'verb.circulate', { type, target })).toBe(200);
    const reader = await office.at('finance-head');
    const { rows } = (await reader.get('/api/flow/readings')).json();
    expect(rows).toHaveLength(1);
    const shown = await office.detail('finance-head', id, type);
    expect((shown.row['content'] as { title: string }).title).toContain('数据工作会议');
    expect((await reader.post(`/api/flow/readings/${id}`)).statusCode).toBe(200);
    expect((await reader.get('/api/flow/readings?unread=true')).json().rows).toEqual([]);
  });
});
