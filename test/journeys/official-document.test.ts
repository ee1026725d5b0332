/** A document of an organ in the browser: drafted, countersigned, sent back with marked changes, signed by a deputy, numbered, sealed, sent with receipts, filed. */
import { readFile } from 'node:fs/promises';
import JSZip from 'jszip';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type BrowserCity, journey, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { act, choose, drawer, named, pick, send, writeOpinion } from './parts/case.ts';
import { look } from './parts/look.ts';
import {
  actOn,
  addActing,
  openDocument,
  openDraft,
  pickPeople,
  takeOption,
  writeDraft,
} from './parts/official.ts';

const draft = {
  series: '阜数（',
  title: '阜阳市数据资源管理局关于开展公共数据质量检查的通知',
  recipients: '市财政局，市司法局',
  body: '为提高公共数据质量，现就有关事项通知如下。\n一、检查时间\n12月上旬。',
  deliverTo: ['市财政局', '市司法局'],
  attachment: {
    name: 'check-list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('项目,要求\n目录,完整\n'),
  },
};

/** What stands in 流转记录. */
function history(page: Page) {
  return page.locator('.city-section').filter({ hasText: '流转记录' });
}

async function download(page: Page, name: string): Promise<{ readonly file: string; readonly body: Buffer }> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  const got = await saved;
  return { file: got.suggestedFilename(), body: await readFile(await got.path()) };
}

journey('公文从拟稿到归档', () => {
  const city = useBrowserCity({ demoOf: ['office'] });
  // One document goes the whole way; the second test continues where the first ends.
  let whole = { id: '', number: '' };

  async function at(account: string, id: string) {
    const visitor = await city().visitAs(`office-${account}`);
    await openDocument(visitor.page, id);
    return visitor;
  }

  test('拟稿、核稿、送财政局会签并加签司法局，退回后改稿留痕，重新送核', async () => {
    const clerk = await city().visitAs('office-clerk');
    whole = await writeDraft(clerk.page, draft);
    const { id, number } = whole;
    await look(clerk.page, 'document-drafted');
    await act(clerk.page, number, '送部门核稿', '请审核');

    const head = await at('head', id);
    await choose(head.page, '送会签');
    await pickPeople(head.page, ['财政局']);
    await send(head.page, '送会签', number);

    const finance = await at('finance-head', id);
    await choose(finance.page, '加签');
    await pickPeople(finance.page, ['方正']);
    await writeOpinion(finance.page, '请司法局把关');
    await send(finance.page, '加签', number);
    await act(finance.page, number, '同意', '无不同意见');
    await finance.page.getByText('已签 1/2').waitFor();
    // Who has signed follows the document and has no button that would be refused.
    expect(await finance.page.getByRole('button', { name: 'PDF' }).count()).toBe(0);

    const justice = await at('justice-head', id);
    await choose(justice.page, '退回');
    await drawer(justice.page).getByRole('radio', { name: '拟稿' }).check();
    await writeOpinion(justice.page, '请写清检查依据');
    await send(justice.page, '退回', number);

    await openDocument(clerk.page, id);
    await history(clerk.page).getByText('请写清检查依据').waitFor();
    await clerk.page.getByRole('link', { name: '改稿' }).click();
    const body = clerk.page.getByRole('textbox', { name: '正文' });
    await body.fill(draft.body.replace('上旬', '中旬'));
    await clerk.page.getByRole('button', { name: '保存', exact: true }).click();
    await clerk.page.locator('ins').getByText('中').waitFor();
    expect(await clerk.page.locator('del').allInnerTexts()).toEqual([expect.stringContaining('上')]);
    await act(clerk.page, number, '送部门核稿', '已补充依据');

    await openDocument(head.page, id);
    for (const words of ['无不同意见', '请写清检查依据', '已补充依据'])
      await history(head.page).getByText(words).waitFor();
    expect([clerk, head, finance, justice].flatMap(({ troubles }) => troubles)).toEqual([]);
  });

  test('会签有不同意见，退回核稿人，各家意见都在，再次会签仍在', async () => {
    const { id, number } = await openDraft(city(), draft.title);
    await actOn(city(), 'office-clerk', id, { action: 'submit' });
    const head = await at('head', id);
    await choose(head.page, '送会签');
    await pickPeople(head.page, ['财政局', '司法局']);
    await send(head.page, '送会签', number);

    const finance = await at('finance-head', id);
    await choose(finance.page, '不同意');
    await writeOpinion(finance.page, '经费未列入预算');
    await send(finance.page, '不同意', number);
    const justice = await at('justice-head', id);
    await act(justice.page, number, '同意', '合法性无异议');

    await openDocument(head.page, id);
    await choose(head.page, '送会签');
    await pickPeople(head.page, ['财政局']);
    await send(head.page, '送会签', number);
    for (const words of ['经费未列入预算', '合法性无异议'])
      await history(head.page).getByText(words).waitFor();
    expect([head, finance, justice].flatMap(({ troubles }) => troubles)).toEqual([]);
  });

  test('领导外出由代理人签发，编号套红、用印、分发、回执、归档', async () => {
    const { id, number } = whole;
    const head = await at('head', id);
    await act(head.page, number, '同意，送办公室核稿', '同意');
    const leader = await city().visitAs('office-leader');
    await leader.page.goto('/desk/');
    await leader.page.getByRole('button', { name: '代理', exact: true }).click();
    await addActing(leader.page, '副明');

    const secretary = await at('secretary', id);
    await choose(secretary.page, '送签发');
    await pick(secretary.page, '办理人', '高远');
    await send(secretary.page, '送签发', number);
    const deputy = await at('deputy', id);
    await deputy.page.getByText('（由我代高远办理）').waitFor();
    await act(deputy.page, number, '签发', '同意印发');
    await history(deputy.page).getByText('副明（代高远）').waitFor();

    await openDocument(secretary.page, id);
    await act(secretary.page, number, '编号套红', '');
    const documentNumber = await numberOf(city(), id);
    const pdf = await download(secretary.page, 'PDF');
    expect(pdf).toMatchObject({ file: `${documentNumber}.pdf` });
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-');
    const word = await download(secretary.page, 'Word');
    const text = await (await JSZip.loadAsync(word.body)).file('word/document.xml')?.async('string');
    expect(text?.replaceAll(/<[^>]*>/g, '')).toContain(documentNumber);
    const sealer = await at('sealer', id);
    await act(sealer.page, number, '用印', '');

    await openDocument(secretary.page, id);
    await choose(secretary.page, '分发');
    await send(secretary.page, '分发', number);
    const receiver = await city().visitAs('office-finance-secretary');
    await receiver.page.goto('/desk/office/incoming');
    const came = receiver.page.getByRole('listitem').filter({ hasText: documentNumber });
    await came.getByRole('button', { name: draft.title }).click();
    const annex = receiver.page.getByRole('list', { name: '附件' });
    await annex.getByRole('link', { name: draft.attachment.name }).waitFor();
    await annex.getByText(/^SM3 [0-9a-f]{16}/).waitFor();
    await look(receiver.page, 'document-came');
    await receiver.page.keyboard.press('Escape');
    await came.getByRole('button', { name: '签收' }).click();
    await receiver.page.getByText('已签收登记').waitFor();
    await receiver.page.getByRole('heading', { name: draft.title }).waitFor();
    await openDocument(secretary.page, id);
    const receipts = secretary.page.locator('.office-deliveries');
    await receipts.getByRole('listitem').filter({ hasText: '市财政局' }).getByText('已签收').waitFor();

    await annex.getByRole('link', { name: draft.attachment.name }).waitFor();
    await receipts
      .getByRole('listitem')
      .filter({ hasText: '市司法局' })
      .getByRole('button', { name: '撤回' })
      .click();
    await secretary.page.getByRole('dialog').getByLabel('理由').fill('收文单位有误');
    await secretary.page
      .getByRole('dialog')
      .getByRole('button', { name: named('撤回') })
      .click();
    await receipts.getByRole('listitem').filter({ hasText: '市司法局' }).getByText('已撤回').waitFor();
    await secretary.page.getByRole('button', { name: named('补发') }).click();
    const again = secretary.page.getByRole('dialog');
    await again.getByLabel('收文单位').click();
    await secretary.page.keyboard.type('司法局');
    await takeOption(secretary.page, '市司法局');
    await secretary.page.keyboard.press('Escape');
    await again.getByRole('button', { name: named('补发') }).click();
    await receipts
      .getByRole('listitem')
      .filter({ hasText: '补发' })
      .filter({ hasText: '市司法局' })
      .waitFor();
    await look(secretary.page, 'document-sent');

    const archivist = await at('archivist', id);
    await choose(archivist.page, '归档');
    await pick(archivist.page, '保管期限', '10年');
    await send(archivist.page, '归档', number);
    await look(archivist.page, 'document-filed');
    await archivist.page.goto('/desk/office/archive');
    await archivist.page.getByRole('cell', { name: documentNumber }).waitFor();
    const all = [head, sealer, leader, secretary, deputy, receiver, archivist];
    expect(all.flatMap(({ troubles }) => troubles)).toEqual([]);
  });
});

async function numberOf(at: BrowserCity, id: string): Promise<string> {
  const caller = await callAs(at, 'office-secretary');
  const { row } = await caller.get<{ row: { documentNumber: string } }>(
    `/api/flow/cases/office.outgoing/${id}`,
  );
  return row.documentNumber;
}
