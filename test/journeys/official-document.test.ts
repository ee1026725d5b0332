/** An official document in the browser, from draft to archive: countersigned with an added signer and a deputy, sent back with every opinion kept, signed on a phone, numbered, printed with its red head, sealed, sent and received. */
import { readFile } from 'node:fs/promises';
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { act, bar, choose, drawer, pick, send, writeOpinion } from './parts/case.ts';
import { look } from './parts/look.ts';

const hour = 3_600_000;
const patience = 90_000;
/** As long as titles of real notices are. */
const title =
  '阜阳市数据资源管理局关于进一步加强全市政务信息系统整合共享和公共数据资源目录编制工作有关事项的通知';
const body = [
  '为进一步加强政务信息系统整合共享，现将有关事项通知如下。',
  '一、总体要求',
  '各单位于十二月底前完成目录编制。',
  '二、组织实施',
  '请市财政局、市司法局按职责配合。',
].join('\n');

interface Detail {
  readonly number: string;
  readonly row: Readonly<Record<string, unknown>> | null;
  readonly timeline: readonly {
    readonly actorName: string;
    readonly actingForName?: string;
    readonly opinion: string | null;
  }[];
}

async function fillDraft(page: Page): Promise<void> {
  const take = async (label: string, words: string | RegExp) => {
    await page.getByLabel(label, { exact: true }).click();
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option')
      .filter({ hasText: words })
      .first()
      .click();
  };
  await take('机关代字', /^阜数（/);
  await page.getByLabel('标题', { exact: true }).fill(title);
  await page.getByLabel('主送机关').fill('市财政局，市司法局');
  await page.getByLabel('正文').fill(body);
  const receivers = page.getByLabel('分发单位', { exact: true });
  await receivers.click();
  await receivers.fill('市财政局');
  await page
    .locator('.ant-select-item-option')
    .filter({ hasText: /^市财政局$/ })
    .first()
    .click();
  await page.keyboard.press('Escape');
}

async function choosePeople(page: Page, ...names: readonly string[]): Promise<void> {
  await drawer(page).getByLabel('人员').click();
  for (const name of names)
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option')
      .filter({ hasText: name })
      .click();
  // Away from the list, which then closes.
  await drawer(page).locator('.ant-drawer-title').click();
}

/** What the reader of the printed document finds on its first page. */
async function firstPageOf(path: string): Promise<string> {
  const data = new Uint8Array(await readFile(path));
  const paper = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
  const { items } = await (await paper.getPage(1)).getTextContent();
  await paper.destroy();
  return items
    .map((item) => ('str' in item ? item.str : ''))
    .join('')
    .replaceAll(/\s/g, '');
}

journey('一份公文从拟稿到归档', () => {
  const city = useBrowserCity({ demoOf: ['office'] });

  test('拟稿、核稿、会签加签代理、退回、签发、编号套红、用印、分发、签收、归档', async () => {
    const place = { department: 'city-justice', area: '341200000000' };
    await city().access.admin.createDemoPeople([
      {
        account: 'office-justice-deputy',
        name: '章程',
        kind: 'official',
        posts: [{ role: 'office:head', ...place }],
      },
    ]);
    const troubles: string[][] = [];
    const at = async (who: string, path: string, onPhone = false): Promise<Page> => {
      const visitor = await city().visitAs(
        who,
        onPhone ? { viewport: phone, isMobile: true, hasTouch: true } : {},
      );
      troubles.push(visitor.troubles);
      // A dozen people at once: their pages come slowly on a small machine.
      visitor.page.setDefaultTimeout(patience);
      await visitor.page.goto(path);
      return visitor.page;
    };

    const clerk = await at('office-clerk', '/desk/office/documents/new');
    await fillDraft(clerk);
    await clerk.locator('.official-sheet').first().waitFor();
    await look(clerk, 'document-draft');
    await clerk.getByRole('button', { name: '保存', exact: true }).click();
    await bar(clerk).waitFor();
    const id = new URL(clerk.url()).pathname.split('/').at(-1) ?? '';
    const path = `/desk/office/documents/${id}`;
    /** The document on a screen, with what its reader may do. */
    const show = async (page: Page): Promise<void> => {
      await page.goto(path);
      await bar(page).waitFor();
    };
    const open = async (who: string): Promise<Page> => {
      const page = await at(who, path);
      await bar(page).waitFor();
      return page;
    };
    const detail = async (who: string) =>
      (await callAs(city(), who)).get<Detail>(`/api/flow/cases/office.outgoing/${id}`);
    const { number } = await detail('office-clerk');
    await act(clerk, number, '送部门核稿', '请核');

    const head = await open('office-head');
    await choose(head, '送会签');
    await choosePeople(head, '钱衡', '方正');
    await writeOpinion(head, '请会签');
    await send(head, '送会签', number);

    // 方正 is away: 章程 acts for him and is shown as doing so.
    const deputy = await city().access.admin.findSubjectId('office-justice-deputy');
    await (await callAs(city(), 'office-justice-head')).post('/api/flow/acting', {
      deputy,
      types: ['office.outgoing'],
      from: new Date(Date.now() - hour).toISOString(),
      until: new Date(Date.now() + 24 * hour).toISOString(),
      reason: '出差',
    });

    const finance = await open('office-finance-head');
    await choose(finance, '加签');
    await choosePeople(finance, '陈立');
    await writeOpinion(finance, '涉及全市，请市政府办会签');
    await send(finance, '加签', number);
    await act(finance, number, '同意', '经费渠道已核，无意见');

    const acting = await open('office-justice-deputy');
    await acting.getByText('由我代方正办理').waitFor();
    await act(acting, number, '同意', '合法性审查通过');
    await acting.getByText('章程（代方正）').first().waitFor();

    const added = await open('office-city-leader');
    await choose(added, '退回');
    await look(added, 'document-return');
    await drawer(added).getByText('拟稿', { exact: true }).first().click();
    await writeOpinion(added, '请补充完成时限和联系人');
    await send(added, '退回', number);

    // Back with the drafter, and nobody's word is lost.
    await show(clerk);
    for (const opinion of [
      '请会签',
      '涉及全市，请市政府办会签',
      '经费渠道已核，无意见',
      '合法性审查通过',
      '请补充完成时限和联系人',
    ])
      await clerk.getByText(opinion, { exact: true }).first().waitFor();
    await look(clerk, 'document-returned');
    await act(clerk, number, '送部门核稿', '已补充');
    await show(head);
    await act(head, number, '同意,送办公室核稿', '已核');
    const secretary = await open('office-secretary');
    await act(secretary, number, '送签发', '文字、格式已核');

    // The leader signs on his phone.
    const leader = await at('office-leader', '/desk/', true);
    await leader.getByText(number).or(leader.getByText(title)).first().waitFor();
    await look(leader, 'phone-to-do');
    await show(leader);
    await look(leader, 'phone-document');
    await choose(leader, '签发');
    await writeOpinion(leader, '同意印发');
    await look(leader, 'phone-sign');
    await send(leader, '签发', number);

    await show(secretary);
    await act(secretary, number, '编号套红', '编号');
    const { row } = await detail('office-secretary');
    const documentNumber = String(row?.['documentNumber']);
    expect(documentNumber).toMatch(/^阜数〔\d{4}〕\d+号$/);
    await secretary.getByText(documentNumber).first().waitFor();
    const saved = secretary.waitForEvent('download');
    await secretary.getByRole('link', { name: 'PDF', exact: true }).click();
    const printed = await firstPageOf(await (await saved).path());
    expect(printed).toContain('阜阳市数据资源管理局文件');
    expect(printed).toContain(documentNumber);
    expect(printed).toContain('关于进一步加强');

    const sealer = await open('office-sealer');
    await act(sealer, number, '用印', '已用印');
    await show(secretary);
    await choose(secretary, '分发');
    await drawer(secretary).getByLabel('抄送单位').click();
    await drawer(secretary).getByLabel('抄送单位').fill('市司法局');
    await secretary.locator('.ant-select-dropdown:visible').getByText('市司法局', { exact: true }).click();
    await drawer(secretary).locator('.ant-drawer-title').click();
    await look(secretary, 'document-distribute');
    await send(secretary, '分发', number);
    await secretary.getByText('分发回执').first().waitFor();
    await look(secretary, 'document-distributed');

    const receiver = await at('office-finance-secretary', '/desk/office/incoming');
    const waiting = receiver.getByRole('listitem').filter({ hasText: documentNumber });
    await look(receiver, 'incoming');
    await waiting.getByRole('button', { name: /^签\s*收$/ }).click();
    await receiver.getByRole('heading', { name: title }).waitFor();
    await look(receiver, 'incoming-document');

    const archivist = await open('office-archivist');
    await choose(archivist, '归档');
    await pick(archivist, '保管期限', '10年');
    await send(archivist, '归档', number);
    await secretary.goto(path);
    await secretary.getByText('已归档').first().waitFor();
    await secretary.getByText('已签收').first().waitFor();
    await secretary.goto('/desk/office/archive');
    await secretary.getByText(documentNumber).first().waitFor();
    await look(secretary, 'archive');

    const { timeline } = await detail('office-clerk');
    expect(timeline).toContainEqual(
      expect.objectContaining({ actorName: '章程', actingForName: '方正', opinion: '合法性审查通过' }),
    );
    expect(timeline.some(({ opinion }) => opinion === '经费渠道已核，无意见')).toBe(true);
    expect(troubles.flat()).toEqual([]);
  });
});
