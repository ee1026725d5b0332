/** What an organ's people see while a document goes from draft to file, and what stops one that is not fit. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealTypes, trust } from '../../../../../engines/trust/service.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

describe('发文', () => {
  test('从拟稿到归档:编号、用印、分发、档号依次生成', async () => {
    const id = await office.open();
    await office.bring(id, 'archived');
    const { status, row, outcomeTitle, timeline } = await office.detail('secretary', id);
    expect([status, outcomeTitle]).toEqual(['closed', '已归档']);
    expect(row).toMatchObject({
      documentNumber: '阜数〔2026〕1号',
      signerName: '高远',
      signedOn: '2026-11-23',
      issuer: 'city-data-resources',
      archiveNumber: '市数据资源局-WS·2026-D10-0001',
    });
    expect(timeline.map(({ title }) => title)).toContain('用印');
    const sent = await (await office.at('finance-secretary')).get('/api/registers/rows/office.delivery');
    expect(sent.json().rows).toHaveLength(1);
    const filed = await (await office.at('archivist')).get('/api/registers/rows/office.archive-item');
    expect(filed.json().rows[0]).toMatchObject({ documentNumber: '阜数〔2026〕1号', retention: 'D10' });
  });

  test('正式文本导出 PDF 和 Word,外单位打不开', async () => {
    const id = await office.open();
    await office.bring(id, 'seal');
    const pdf = await (await office.at('secretary')).get(`/api/office/documents/${id}/file?as=pdf`);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const docx = await (await office.at('clerk')).get(`/api/office/documents/${id}/file?as=docx`);
    expect(docx.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const foreign = await (await office.at('justice-head')).get(`/api/office/documents/${id}/file`);
    expect(foreign.statusCode).toBe(404);
  });

  test('用印后的版式文件在署名和日期上盖着本机关的电子印章，谁都验得真，改一个字就不认', async () => {
    const id = await office.open();
    await office.bring(id, 'seal');
    const clerk = await office.at('clerk');
    expect((await clerk.get(`/api/office/documents/${id}/sealed`)).json().code).toBe('office.notSealed');
    expect(await office.act('sealer', id, 'seal')).toBe(200);
    const { rawPayload: file } = await clerk.get(`/api/office/documents/${id}/sealed`);
    const { seals } = office.services.use(trust);
    const roots = (await seals.roots()).map((root) => ({ ...root, title: root.name }));
    const report = await seals.check(file, roots);
    expect(report.steps.filter(({ holds }) => holds !== true)).toEqual([]);
    const { documentNumber } = (await office.detail('clerk', id)).row;
    expect(report).toMatchObject({ state: 'intact', custom: { documentNumber } });
    expect(report.seals).toMatchObject([{ holder: '阜阳市数据资源管理局', trusted: true }]);
    const entries = unzipSync(file);
    const first = 'Doc_0/Pages/Page_0/Content.xml';
    const text = strFromU8(entries[first] ?? new Uint8Array());
    expect(text).toContain('阜阳市数据资源管理局文件');
    const changed = zipSync({ ...entries, [first]: strToU8(text.replace('近期', '明日')) });
    expect((await seals.check(changed, roots)).state).toBe('broken');
    const foreign = await (await office.at('justice-head')).get(`/api/office/documents/${id}/sealed`);
    expect(foreign.statusCode).toBe(404);
  });

  test('印章停用时不能用印，字号不动；恢复后照常；没有电子印章的机关在纸上用印', async () => {
    const { seals } = office.services.use(trust);
    const seal = await seals.findHeld('city-data-resources', sealTypes.organ);
    const change = (act: 'suspend' | 'resume' | 'revoke') =>
      office.store.transaction((work) => seals.change(work, seal?.id ?? '', act, '测试'));
    const id = await office.open();
    await office.bring(id, 'seal');
    await change('suspend');
    expect(await office.act('sealer', id, 'seal')).toBe(409);
    expect(office.refusal().code).toBe('trust.sealUnusable');
    expect((await office.detail('sealer', id)).stage).toBe('seal');
    await change('resume');
    expect(await office.act('sealer', id, 'seal')).toBe(200);
    await change('revoke');
    const paper = await office.open();
    await office.bring(paper, 'distribute');
    expect((await office.detail('sealer', paper)).row['sealedFile']).toBeNull();
    await seals.makeMissing('tester', sealTypes.organ, [
      { id: 'city-data-resources', name: '阜阳市数据资源管理局' },
    ]);
  });

  test('终止未用印的公文,字号退给下一份;号不断档', async () => {
    const first = await office.open();
    await office.bring(first, 'seal');
    const { row } = await office.detail('secretary', first);
    expect(await office.act('secretary', first, 'verb.terminate')).toBe(200);
    const second = await office.open();
    await office.bring(second, 'seal');
    expect((await office.detail('secretary', second)).row['documentNumber']).toBe(row['documentNumber']);
    const book = await (await office.at('secretary')).get(
      `/api/office/numbers?code=${encodeURIComponent('阜数')}&year=2026`,
    );
    expect(book.json()).toMatchObject({ missing: [] });
    const foreign = await (await office.at('finance-secretary')).get(
      `/api/office/numbers?code=${encodeURIComponent('阜数')}&year=2026`,
    );
    expect(foreign.statusCode).toBe(404);
  });

  test('领导退回修改,核稿改动留下版本,修订看得见', async () => {
    const id = await office.open();
    await office.bring(id, 'sign');
    expect(await office.act('leader', id, 'revise', { opinion: '时间改为下午' })).toBe(200);
    const body = '定于近期召开数据工作会议。\n一、时间\n下午3时。';
    expect(await office.act('secretary', id, 'save', { values: { body } })).toBe(200);
    expect(await office.act('secretary', id, 'pass')).toBe(200);
    const clerk = await office.at('clerk');
    const { rows } = (await clerk.get(`/api/office/documents/${id}/versions`)).json();
    expect(rows.map((row: { number: number; editorName: string }) => [row.number, row.editorName])).toEqual([
      [1, '王文'],
      [2, '周密'],
    ]);
    const changes = (await clerk.get(`/api/office/documents/${id}/changes?from=1&to=2`)).json();
    const of = (kind: string) =>
      changes.body
        .filter((part: { kind: string }) => part.kind === kind)
        .map((part: { text: string }) => part.text);
    expect(of('removed').join('')).toContain('上午');
    expect(of('added').join('')).toContain('下午');
    expect(changes.title.every((part: { kind: string }) => part.kind === 'same')).toBe(true);
  });
});

describe('不合格的公文', () => {
  test.each([
    [{ title: '关于数据会议' }, 'title'],
    [
      { kind: 'request', title: '关于经费的请示', recipients: '市政府，市财政局', note: '联系人：王文' },
      'recipients',
    ],
    [{ kind: 'request', title: '关于经费的请示', recipients: '市政府' }, 'note'],
    [{ kind: 'report', title: '关于进展情况的报告', body: '有关情况如下。\n妥否，请批示。' }, 'body'],
  ])('%j 送核稿时被拒绝,指明哪一项', async (change, field) => {
    const id = await office.open(change);
    expect(await office.act('clerk', id, 'submit')).toBe(400);
    expect(office.refusal().code).toBe('office.unfit');
    expect(office.refusal().problems?.map(({ path }) => path)).toContain(`values.${field}`);
  });

  test('带密级标志的公文不得进入本平台,什么也不留下', async () => {
    await expect(office.open({ title: '机密★1年 关于某事的通知' })).rejects.toThrow('非涉密');
    expect(office.refusal().code).toBe('office.classified');
    const id = await office.open();
    expect(await office.act('clerk', id, 'save', { values: { body: '密级：秘密\n正文' } })).toBe(400);
    expect((await office.detail('clerk', id)).row['versions']).toBe(1);
  });

  test('别的单位看不到,没有岗位的人不能拟稿', async () => {
    const id = await office.open();
    const foreign = await (await office.at('finance-head')).get(`/api/flow/cases/office.outgoing/${id}`);
    expect(foreign.statusCode).toBe(404);
    const archivist = await office.at('archivist');
    const refused = await archivist.post('/api/flow/cases/office.outgoing', {
      values: {
        series: office.made.codes.get('阜数'),
        kind: 'notice',
        openness: 'open',
        title: 'x',
        body: 'y',
      },
    });
    expect(refused.statusCode).toBe(403);
  });
});

describe('会签、加签、退回和代理', () => {
  const unit = (id: string) => ({ unit: id, person: null });
  async function send(units: readonly string[]): Promise<string> {
    const id = await office.open();
    await office.bring(id, 'review');
    expect(await office.act('head', id, 'countersign', { target: { people: units.map(unit) } })).toBe(200);
    return id;
  }
  const opinions = async (id: string) =>
    (await office.detail('head', id)).timeline.flatMap(({ opinion }) => (opinion === null ? [] : [opinion]));

  test('两家并行会签,都同意才送办公室;会签人看得到全文', async () => {
    const id = await send(['city-finance', 'city-justice']);
    expect((await office.detail('finance-head', id)).row['title']).toContain('数据工作会议');
    expect(await office.act('finance-head', id, 'agree', { opinion: '经费从部门预算列支' })).toBe(200);
    expect((await office.detail('head', id)).stage).toBe('countersign');
    expect(await office.act('justice-head', id, 'agree', { opinion: '无意见' })).toBe(200);
    expect((await office.detail('head', id)).stage).toBe('check');
  });

  test('会签人看得到公文页,就拿得到正式文本、附件和各个版本;没有会签任务的单位拿不到', async () => {
    const clerk = await office.at('clerk');
    const file = await clerk.upload('附件.pdf', 'application/pdf', Buffer.from('%PDF-1.4 演示'));
    const id = await office.open({ attachments: [file] });
    await office.bring(id, 'review');
    const paths = [
      `/api/office/documents/${id}/file?as=pdf`,
      `/api/office/documents/${id}/versions`,
      `/api/office/documents/${id}/changes?from=1&to=1`,
      `/api/files/${file}`,
    ];
    const answers = async (who: string) => {
      const reader = await office.at(who);
      return Promise.all(paths.map(async (path) => (await reader.get(path)).statusCode));
    };
    expect(await answers('finance-head')).toEqual([404, 404, 404, 404]);
    expect(await office.act('head', id, 'countersign', { target: { people: [unit('city-finance')] } })).toBe(
      200,
    );
    expect((await office.detail('finance-head', id)).row['title']).toContain('数据工作会议');
    expect(await answers('finance-head')).toEqual([200, 200, 200, 200]);
    expect(await answers('justice-head')).toEqual([404, 404, 404, 404]);
    expect(await answers('clerk')).toEqual([200, 200, 200, 200]);
  });

  test('一家不同意,等各家都签完再退回部门,各家意见都保留', async () => {
    const id = await send(['city-finance', 'city-justice']);
    expect(await office.act('finance-head', id, 'object', { opinion: '预算未列支' })).toBe(200);
    expect((await office.detail('head', id)).stage).toBe('countersign');
    expect(await office.act('justice-head', id, 'agree', { opinion: '合法性无意见' })).toBe(200);
    expect((await office.detail('head', id)).stage).toBe('review');
    expect(await opinions(id)).toEqual(expect.arrayContaining(['预算未列支', '合法性无意见']));
    expect(await office.act('head', id, 'countersign', { target: { people: [unit('city-finance')] } })).toBe(
      200,
    );
    expect(await opinions(id)).toContain('预算未列支');
  });

  test('加签的单位也要签;加签人可以减签', async () => {
    const id = await send(['city-finance']);
    const person = office.made.people.get('office-justice-head') ?? '';
    const target = { position: 'parallel', people: [{ unit: null, person }] };
    expect(
      await office.act('finance-head', id, 'verb.add-signer', { target }),
      JSON.stringify(office.refusal()),
    ).toBe(200);
    expect(await office.act('finance-head', id, 'agree')).toBe(200);
    expect((await office.detail('head', id)).stage).toBe('countersign');
    expect(await office.act('justice-head', id, 'agree')).toBe(200);
    expect((await office.detail('head', id)).stage).toBe('check');
  });

  test('会签人把稿子退回拟稿,改后重新走,先前意见都在', async () => {
    const id = await send(['city-finance', 'city-justice']);
    await office.act('justice-head', id, 'agree', { opinion: '合法性无意见' });
    const back = { opinion: '请补充经费来源', target: { stage: 'draft', mode: 'through' } };
    expect(await office.act('finance-head', id, 'verb.return', back)).toBe(200);
    expect((await office.detail('clerk', id)).stage).toBe('draft');
    const values = { body: '定于近期召开数据工作会议,经费自理。' };
    expect(await office.act('clerk', id, 'save', { values })).toBe(200);
    expect(await office.act('clerk', id, 'submit')).toBe(200);
    expect((await office.detail('head', id)).stage).toBe('review');
    expect(await opinions(id)).toEqual(expect.arrayContaining(['合法性无意见', '请补充经费来源']));
  });

  test('两家同时会签,公文只往下走一次', async () => {
    const id = await send(['city-finance', 'city-justice']);
    const replies = await Promise.all([
      office.act('finance-head', id, 'agree'),
      office.act('justice-head', id, 'agree'),
    ]);
    expect(replies).toEqual([200, 200]);
    const { stage } = await office.detail('head', id);
    expect(stage).toBe('check');
  });

  test('送签发只列本机关能签发的人,送给别人被拒绝', async () => {
    const id = await office.open();
    await office.bring(id, 'check');
    const path = `/api/flow/cases/office.outgoing/${id}/candidates?action=pass`;
    const found = (await (await office.at('secretary')).get(path)).json();
    expect(found).toMatchObject({ units: [], people: [{ name: '高远', unitName: '市数据资源局' }] });
    const person = office.made.people.get('office-city-leader');
    expect(await office.act('secretary', id, 'pass', { person })).toBe(400);
    expect(office.refusal().code).toBe('flow.unknownPerson');
  });

  test('领导外出,代理人签发,流转记录写明代谁', async () => {
    const acting = {
      deputy: office.made.people.get('office-deputy'),
      from: '2026-11-23T00:00:00+08:00',
      until: '2026-11-25T00:00:00+08:00',
      types: ['office.outgoing'],
    };
    const set = await (await office.at('leader')).post('/api/flow/acting', acting);
    expect(set.statusCode, set.body).toBe(200);
    const id = await office.open();
    await office.bring(id, 'check');
    const person = office.made.people.get('office-leader');
    expect(await office.act('secretary', id, 'pass', { person })).toBe(200);
    expect(await office.act('deputy', id, 'sign', { opinion: '同意印发' })).toBe(200);
    const { stage, timeline } = await office.detail('secretary', id);
    expect(stage).toBe('number');
    expect(JSON.stringify(timeline)).toContain('高远');
  });
});
