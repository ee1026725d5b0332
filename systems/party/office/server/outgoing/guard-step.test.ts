/** Nothing leaves an organ unsigned, unnumbered or unsealed, whatever way the token came; what was sent is not ended behind the receivers' backs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { numberCode } from '../../registers/number-code.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const jump = (who: string, id: string, stage: string, more: object = {}) =>
  office.act(who, id, 'verb.jump', { target: { stage }, ...more });

describe('跳转', () => {
  test('办公室文秘没有跳转,系统管理员才有', async () => {
    const id = await office.open();
    await office.bring(id, 'check');
    expect(await jump('secretary', id, 'distribute')).not.toBe(200);
    expect((await office.detail('secretary', id)).stage).toBe('check');
    expect(await jump('administrator', id, 'review')).toBe(200);
    expect((await office.detail('secretary', id)).stage).toBe('review');
  });

  test.each(['number', 'seal', 'distribute', 'archive', 'archived'])(
    '管理员也不能把没签发的稿子跳转到 %s',
    async (stage) => {
      const id = await office.open();
      await office.bring(id, 'check');
      expect(await jump('administrator', id, stage)).toBe(409);
      expect(office.refusal().code).toBe('office.notMade');
      const { rows } = (
        await (await office.at('finance-secretary')).get('/api/registers/rows/office.delivery')
      ).json();
      expect(rows).toEqual([]);
    },
  );

  test('签发后跳回改稿,原签发作废,要重新签发', async () => {
    const id = await office.open();
    await office.bring(id, 'number');
    expect(await jump('administrator', id, 'check')).toBe(200);
    const body = '定于近期召开数据工作会议。\n一、时间\n下午3时。';
    expect(await office.act('secretary', id, 'save', { values: { body } })).toBe(200);
    expect((await office.detail('secretary', id)).row).toMatchObject({ signer: null, signedOn: null });
    expect(await jump('administrator', id, 'number')).toBe(409);
  });

  test('办事:申请人不能把自己的申请跳过审批', async () => {
    const head = await office.at('secretary');
    const opened = await head.post('/api/flow/cases/office.seal-use', {
      values: {
        seal: 'unit',
        paper: '合作协议',
        copies: 2,
        sendTo: '合作单位',
        purpose: '签约',
        blank: false,
        takeOut: false,
      },
    });
    expect(opened.statusCode, opened.body).toBe(200);
    const { id } = opened.json<{ id: string }>();
    const type = 'office.seal-use';
    expect(await jump('secretary', id, 'seal', { type })).not.toBe(200);
    expect((await office.detail('secretary', id, type)).stage).not.toBe('seal');
  });
});

describe('字号', () => {
  test('跳回改机关代字,原字号退给下一份,新字号照编', async () => {
    const code = await office.store.transaction((work) =>
      office.services.use(registers).of(numberCode).trusted.insert(work, 'test', {
        code: '阜数办',
        organ: 'city-data-resources',
        mark: '阜阳市数据资源管理局办公室',
        suffix: '文件',
        format: 'document',
        signature: '阜阳市数据资源管理局办公室',
      }),
    );
    const id = await office.open();
    await office.bring(id, 'seal');
    expect((await office.detail('secretary', id)).row['documentNumber']).toBe('阜数〔2026〕1号');
    expect(await jump('administrator', id, 'draft')).toBe(200);
    expect(await office.act('clerk', id, 'save', { values: { series: code.id } })).toBe(200);
    expect((await office.detail('clerk', id)).row).toMatchObject({ serial: null, documentNumber: null });
    await office.bring(id, 'seal');
    expect((await office.detail('secretary', id)).row['documentNumber']).toBe('阜数办〔2026〕1号');
    const next = await office.open();
    await office.bring(next, 'seal');
    expect((await office.detail('secretary', next)).row['documentNumber']).toBe('阜数〔2026〕1号');
  });

  test('用印后跳回,文字和字号都不能再改', async () => {
    const id = await office.open();
    await office.bring(id, 'distribute');
    expect(await jump('administrator', id, 'check')).toBe(200);
    expect(
      await office.act('secretary', id, 'save', { values: { title: '阜阳市数据资源管理局关于延期的通知' } }),
    ).toBe(409);
    expect(office.refusal().code).toBe('office.sealedAlready');
    expect(await office.act('secretary', id, 'pass')).toBe(409);
  });

  test('分发后还有单位待签收或已签收,不能终止;全部退回撤回后才能,字号作废', async () => {
    const id = await office.open();
    await office.bring(id, 'archive');
    expect(await office.act('secretary', id, 'verb.terminate')).toBe(409);
    expect(office.refusal().code).toBe('office.sentAlready');
    const deliveries = (
      await (await office.at('secretary')).get('/api/registers/rows/office.delivery')
    ).json().rows as readonly { id: string; document: string }[];
    for (const row of deliveries.filter(({ document }) => document === id))
      expect(
        (
          await (
            await office.at('secretary')
          ).post(`/api/office/deliveries/${row.id}/recall`, { reason: '内容有误' })
        ).statusCode,
      ).toBe(200);
    expect(await office.act('secretary', id, 'verb.terminate')).toBe(200);
    const book = await (await office.at('secretary')).get(
      `/api/office/numbers?code=${encodeURIComponent('阜数')}&year=2026`,
    );
    expect(JSON.stringify(book.json().rows)).toContain('void');
  });
});

test('代理人签发的上行文,签发人写明代谁', async () => {
  const set = await (await office.at('leader')).post('/api/flow/acting', {
    deputy: office.made.people.get('office-deputy'),
    from: '2026-11-23T00:00:00+08:00',
    until: '2026-11-25T00:00:00+08:00',
    types: ['office.outgoing'],
  });
  expect(set.statusCode, set.body).toBe(200);
  const id = await office.open();
  await office.bring(id, 'sign');
  expect(await office.act('deputy', id, 'sign', { opinion: '同意印发' })).toBe(200);
  expect((await office.detail('secretary', id)).row).toMatchObject({
    signerName: '高远（副明代）',
    signedOn: '2026-11-23',
  });
});
