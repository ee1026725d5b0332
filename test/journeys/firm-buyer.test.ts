/** A firm on the citizens' face: its legal representative orders a data product, gets contract and receipt, verifies that off line, and disputes and confirms bills; each page as a picture. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shanghaiDate } from '../../kernel/working-time.ts';
import { verifyCitizen } from '../support/citizens.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { act } from './parts/case.ts';
import { look } from './parts/look.ts';

/** Of the synthetic enterprises that the simulators know. */
const firm = { creditCode: '91341202MA8TEET07E', name: '阜阳演示商贸有限公司' };
const head = '13700000101';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

journey('企业订购数据产品', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'data-operation'] });

  async function rows(account: string, register: string): Promise<readonly Row[]> {
    const asked = `/api/registers/rows/data-operation.${register}?size=200`;
    return (await (await callAs(city(), account)).get<{ rows: readonly Row[] }>(asked)).rows;
  }

  async function deliver(): Promise<void> {
    const bank = await callAs(city(), 'operate-1');
    const of = (await rows('operate-1', 'project')).find(({ method }) => method === 'noisy');
    const { run } = await bank.post<{ run: string }>(`/api/data-operation/projects/${of?.id}/questions`, {
      question: { measure: 'count', by: 'kind' },
      epsilon: 1,
    });
    const reviewer = await callAs(city(), 'operate-5');
    const opinion = '已加噪，同意';
    await reviewer.post(`/api/data-operation/runs/${run}/review`, { release: true, opinion });
    const held = (await rows('operate-1', 'subscription')).find(
      ({ creditCode }) => creditCode === firm.creditCode,
    );
    await bank.post(`/api/data-operation/subscriptions/${held?.id}/deliveries`, { run });
  }

  test('没有企业的先去认领；法定代表人订购，运营单位同意', async () => {
    const { access } = city();
    const { id } = await access.admin.createSubject({
      account: head,
      name: '颍大年',
      kind: 'citizen',
      mustChange: false,
    });
    await verifyCitizen(city(), id, '341202199001019912');
    const authority = await callAs(city(), 'operate-2');
    const of = (await rows('operate-1', 'project')).find(({ method }) => method === 'noisy');
    await authority.post('/api/data-operation/products', {
      project: of?.id,
      title: '参保缴费分布（演示）',
      scene: '贷款额度测算：各参保类型的人数和平均缴费，不含任何个人',
      pricing: 'run',
      price: 12_345,
      publicShare: 30,
      providerShare: 20,
    });
    const { page } = await city().visitAs(head, { viewport: phone });
    await page.goto('/citizen/data-operation/buyer');
    await page.getByText('没有可代表的企业').waitFor();
    await look(page, 'firm-01-none');
    await (await callAs(city(), head)).post('/api/access/enterprises', firm);
    await page.reload();
    await page.getByText(firm.name).first().waitFor();
    await look(page, 'firm-02-offers');
    await page.getByRole('button', { name: '订购参保缴费分布（演示）' }).click();
    await page.getByLabel('用途').fill('测算小微企业贷款额度');
    const today = shanghaiDate(new Date());
    await page.getByLabel('起', { exact: true }).fill(today);
    await page.getByLabel('止', { exact: true }).fill(`${Number(today.slice(0, 4)) + 1}-12-31`);
    await look(page, 'firm-03-order');
    await page.getByRole('button', { name: '提交订购' }).click();
    await page.getByText('等待答复').waitFor();
    await look(page, 'firm-04-waiting');
    const [order] = await rows('operate-1', 'order');
    const bank = await city().visitAs('operate-1');
    await bank.page.goto(`/desk/data-operation/orders/${order?.id}`);
    await bank.page.getByText('测算小微企业贷款额度').first().waitFor();
    await look(bank.page, 'firm-05-desk');
    await act(bank.page, String(order?.['number']), '同意订购', '用途符合产品说明');
    await bank.page.getByText('已订阅').first().waitFor();
    await bank.page.goto('/desk/data-operation/orders');
    await bank.page.getByText(String(order?.['number'])).last().waitFor();
    await look(bank.page, 'firm-06-orders');
  });

  test('合同、计量、凭证：凭证断网核验', async () => {
    await deliver();
    const { page, context } = await city().visitAs(head, { viewport: phone });
    await page.goto('/citizen/data-operation/buyer');
    await page.getByRole('link', { name: /参保缴费分布（演示）/ }).click();
    await page.getByText('交付计量　1次').waitFor();
    await look(page, 'firm-10-subscription');
    const contract = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载订阅合同' }).click();
    const paper = readFileSync(await (await contract).path());
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    const held = (await rows('operate-1', 'delivery'))[0];
    const receiptAt = `/api/data-operation/buyer/deliveries/${held?.id}/receipt`;
    await expect
      .poll(async () => (await page.request.get(receiptAt)).status(), { timeout: 30_000 })
      .toBe(200);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: /的凭证$/ }).click();
    const receipt = await (await saving).path();
    await page.goto('/open/trust/verify');
    await page.getByText('使用中').waitFor();
    await context.setOffline(true);
    await page.locator('.verify-drop input').setInputFiles(receipt);
    await page.getByRole('heading', { name: '凭证属实，内容没有被改动' }).waitFor();
    const wide = await city().visitAs(head);
    await wide.page.goto('/citizen/data-operation/buyer');
    await wide.page.getByText('在售产品').waitFor();
    await look(wide.page, 'firm-11-wide');
  });

  test('结算单：有异议的写明哪里不对；没有异议的确认', async () => {
    // A month that is over is settled; the bill of this one is written as it would be then.
    const { services, store } = city();
    const { bill } = await import('../../systems/foundation/data-operation/registers/bill.ts');
    const { registers } = await import('../../engines/registers/service.ts');
    const [operator] = await rows('operate-2', 'operator');
    const held = (await rows('operate-2', 'subscription')).find(
      ({ creditCode }) => creditCode === firm.creditCode,
    );
    await store.transaction(async (work) => {
      for (const [month, quantity] of [
        ['2026-09', 2],
        ['2026-10', 1],
      ] as const)
        await services
          .use(registers)
          .of(bill)
          .trusted.insert(work, 'tester', {
            number: `ZD-${month}-TEST`,
            operator: operator?.id ?? '',
            month,
            subscriber: firm.name,
            creditCode: firm.creditCode,
            lines: [
              {
                subscription: held?.id,
                product: '参保缴费分布（演示）',
                pricing: 'run',
                quantity,
                price: 12_345,
                amount: quantity * 12_345,
              },
            ],
            total: quantity * 12_345,
            status: 'sent',
            at: work.now.toISOString(),
          });
    });
    const { page } = await city().visitAs(head, { viewport: phone });
    await page.goto('/citizen/data-operation/buyer');
    await page.getByRole('link', { name: /2026-09/ }).click();
    await page.getByText('246.90').first().waitFor();
    await look(page, 'firm-20-bill');
    await page.getByRole('button', { name: '有异议' }).click();
    await page.getByLabel('哪里不对').fill('九月只交付了一次');
    await look(page, 'firm-21-objection');
    await page.getByRole('button', { name: '提交异议' }).click();
    await page.getByText('异议：九月只交付了一次').waitFor();
    await look(page, 'firm-22-disputed');
    await page.goto('/citizen/data-operation/buyer');
    await page.getByRole('link', { name: /2026-10/ }).click();
    await page.getByRole('button', { name: '确认结算单' }).click();
    await page.getByText('已确认。').waitFor();
    const authority = await city().visitAs('operate-2');
    await authority.page.goto('/desk/data-operation/bills');
    await authority.page.getByText('已确认').first().waitFor();
    await look(authority.page, 'firm-23-bills-desk');
    await authority.page.goto('/desk/data-operation/complaints');
    await authority.page.getByText('结算单ZD-2026-09-TEST的异议').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  });
});
