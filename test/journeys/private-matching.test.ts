/** A bank matches its list with the register of firms without either side seeing the other's rest; a near list is refused; figures cost budget until it is gone; receipts verify. */
import { expect, test } from 'vitest';
import { completeUnifiedCreditCode } from '../../kernel/check-characters.ts';
import { lake } from '../../engines/lake/service.ts';
import { readKeyFile } from '../../engines/trust/proof/proof-file.ts';
import { verifyProof } from '../../engines/trust/proof/verify-proof.ts';
import { journey, phone, useBrowserCity, type Visitor } from '../support/browser.ts';
import { look } from './parts/look.ts';

journey('可用不可见：隐私求交和差分隐私', () => {
  const city = useBrowserCity({ demoOf: ['data-collection', 'data-catalogue', 'data-operation'] });
  let bank: Visitor;
  let reviewer: Visitor;
  let registered: readonly string[] = [];
  let strangers: readonly string[] = [];
  const sent: string[] = [];
  let project = '';

  async function rows(visitor: Visitor, register: string, where: object) {
    const address = `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`;
    const reply = await visitor.page.request.get(address);
    return ((await reply.json()) as { rows: (Record<string, unknown> & { id: string })[] }).rows;
  }

  async function runList(keys: readonly string[]): Promise<void> {
    const { page } = bank;
    await page.goto(`/desk/data-operation/projects/${project}/match`);
    const lines = keys.map((key, index) => `${key},演示客户${index + 1}`);
    await page.getByLabel('名单文件').setInputFiles({
      name: '授信客户.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`统一社会信用代码,客户\n${lines.join('\n')}\n`),
    });
    await page.getByText(`有效 ${keys.length} 个`).waitFor();
    await page.getByRole('button', { name: '开始求交' }).click();
  }

  async function releaseNewest(opinion: string): Promise<string> {
    const { page } = reviewer;
    await page.goto('/desk/data-operation/runs');
    await page.locator('tbody tr').filter({ hasText: '待审核' }).first().click();
    await page.getByLabel('审核意见').fill(opinion);
    await look(page, 'review');
    await page.getByRole('button', { name: '放行', exact: true }).click();
    await page.getByText('已放行', { exact: true }).first().waitFor();
    return new URL(page.url()).pathname.split('/').at(-1) ?? '';
  }

  /** A window ends with its journey, and the bank's key with the window: what goes on with one key is one journey. */
  async function signIn(): Promise<void> {
    bank = await city().visitAs('operate-1');
    reviewer = await city().visitAs('operate-5');
    bank.page.on('request', (request) => {
      sent.push(`${request.url()}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ''}`);
    });
    const [found] = await rows(bank, 'data-operation.project', { method: 'count' });
    project = found?.id ?? '';
    if (registered.length > 0) return;
    const codes: string[] = [];
    const read = city()
      .services.use(lake)
      .eachRow({ dataset: String(found?.['dataset']), fields: ['credit_code'], most: 5000 });
    for await (const row of read) codes.push(String(row['credit_code']));
    registered = codes;
    strangers = Array.from({ length: 60 }, (_, index) =>
      completeUnifiedCreditCode(`91341200MB2${String(index).padStart(5, '0')}`),
    );
  }

  test('银行在自己的浏览器里载入名单求交，网络上没有名单里的任何值；审核放行的数就是明文交集；差几家的名单被拒；凭证可核验', async () => {
    await signIn();
    const { page } = bank;
    await page.goto('/desk/data-operation');
    await page.getByRole('heading', { name: '运营项目' }).waitFor();
    await look(page, 'projects');
    const list = [...registered.slice(100, 240), ...strangers];
    await runList(list);
    await page.getByText('城市一方计算').waitFor();
    await look(page, 'match-running');
    await page.getByText('求交完成，等待审核').waitFor();
    await look(page, 'match-done');
    const everything = sent.join('\n');
    expect(everything).toContain('/api/data-operation/matches/');
    expect(list.filter((key) => everything.includes(key))).toEqual([]);
    expect(everything).not.toContain(encodeURIComponent('演示客户'));
    expect(everything).not.toContain('演示客户');
    await page.getByRole('link', { name: '查看这次运行' }).click();
    await page.getByText('结果待审核，放行后可见').waitFor();

    const run = await releaseNewest('命中人数足够，用途相符');
    await page.goto(`/desk/data-operation/runs/${run}`);
    const plain = list.filter((key) => registered.includes(key)).length;
    await page.getByText(`命中 ${plain} 个`).waitFor();
    await look(page, 'run-released');

    await runList([...registered.slice(101, 240), ...strangers]);
    await bank.page.getByText('可能推断个人').waitFor();
    await look(bank.page, 'match-refused');

    const traces = await rows(bank, 'data-operation.trace', { project });
    const release = traces.find((each) => each['act'] === 'release');
    await bank.page.goto(`/desk/data-operation/projects/${project}`);
    await bank.page.getByRole('heading', { name: '留痕' }).waitFor();
    await look(bank.page, 'project');
    await bank.page.setViewportSize(phone);
    await look(bank.page, 'project-narrow');
    const file = await bank.page.request.get(`/api/data-operation/traces/${release?.id}/receipt`);
    const keys = readKeyFile(await (await bank.page.request.get('/api/trust/keys')).text());
    expect(verifyProof(await file.text(), keys).outcome).toBe('proven');
  });

  test('差分隐私：提问花预算，用完被拒', async () => {
    await signIn();
    const { page } = bank;
    const [found] = await rows(bank, 'data-operation.project', { method: 'noisy' });
    const ask = async (epsilon: string, by?: string) => {
      await page.goto(`/desk/data-operation/projects/${found?.id}/ask`);
      await page.getByLabel('花费 ε').fill(epsilon);
      if (by !== undefined) {
        await page.getByLabel('按什么分组').click();
        await page.locator('.ant-select-item-option', { hasText: by }).first().click();
      }
      await page.getByRole('button', { name: '提交' }).click();
    };
    await ask('1', '参保类型');
    await page.getByText('已算出，等待审核').waitFor();
    await look(page, 'ask');
    const run = await releaseNewest('已加噪，可以放行');
    await page.goto(`/desk/data-operation/runs/${run}`);
    await page.getByText('95% 区间').waitFor();
    await look(page, 'noisy-result');
    await ask('1');
    await page.getByText('已算出，等待审核').waitFor();
    await page.goto(`/desk/data-operation/projects/${found?.id}`);
    await page.getByText('预算台账').waitFor();
    await look(page, 'project-budget');
    await page.goto(`/desk/data-operation/projects/${found?.id}/ask`);
    await page.getByLabel('只看哪一组').click();
    await page.locator('.ant-select-item-option', { hasText: '职工' }).first().click();
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('隐私预算不足').waitFor();
    await look(page, 'budget-gone');
    const administration = (await city().visitAs('operate-2')).page;
    await administration.goto('/desk/data-operation/products');
    await administration.getByRole('button', { name: '登记产品' }).click();
    await administration.getByRole('textbox', { name: '产品名称' }).waitFor();
    await look(administration, 'new-product');
    await administration.goto('/desk/data-operation/statements');
    await administration.getByRole('button', { name: '出具结算单' }).waitFor();
    await look(administration, 'statements');
    await administration.goto('/desk/data-operation/applications');
    await administration.getByRole('heading', { name: '项目申请' }).waitFor();
    await look(administration, 'applications');
  });
});
