/** A case outside its own page: its form, the register's list, a sheet and the paper show what its page shows, to those to whom it is shown. */
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forms } from '../../../forms/service.ts';
import { openOffice, type TestOffice } from '../test-support/document.ts';
import { actPaper, atCountersign, openPaper, seen, signature } from '../test-support/test-office.ts';

const type = 'papers.paper';
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
  await office.city.services.use(forms).keep(type, {
    title: '发文稿纸',
    sections: [
      {
        id: 'text',
        title: '文稿',
        columns: 1,
        fields: [
          { name: 'subject', width: 1 },
          { name: 'body', width: 1 },
          { name: 'secret', width: 1 },
          { name: 'stage', width: 1, readOnly: 'true' },
        ],
      },
    ],
  });
});
afterAll(() => office.city.close());

async function textOf(pdf: Uint8Array): Promise<string> {
  const paper = await pdfjs.getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const { items } = await (await paper.getPage(1)).getTextContent();
  await paper.destroy();
  return items.map((item) => ('str' in item ? item.str : '')).join('');
}

const ask = async (who: string, url: string) => (await office.city.as(who)).get(url);
const printed = async (who: string, id: string) =>
  textOf((await ask(who, `/api/forms/print/${type}/${id}`)).rawPayload);

describe('办理人的表单', () => {
  test('外单位会签人打开表单、打印,看到的就是本环节给他看的;与己无关的人是 404', async () => {
    const { people } = office;
    const { id } = await openPaper(office, { body: '汛期值班安排', secret: '领导口头交办' });
    await actPaper(office, people.clerk, id, 'submit');
    await actPaper(office, people.reviewer, id, 'pass', {
      target: { people: [{ unit: null, person: people.road }] },
    });
    const form = `/api/forms/current/${type}?row=${id}`;
    const shown = await ask(people.road, form);
    expect([shown.statusCode, shown.json().model.title]).toEqual([200, '发文稿纸']);
    const detail = await seen(office, people.road, id);
    expect(detail.fieldRights).toEqual({ secret: 'hidden' });
    expect(detail.row).not.toHaveProperty('secret');
    const paper = await printed(people.road, id);
    expect(paper).toContain('汛期值班安排');
    expect(paper).not.toContain('内部说明');
    expect(paper).not.toContain('领导口头交办');
    expect(await printed(people.clerk, id)).toContain('领导口头交办');

    for (const url of [form, `/api/forms/print/${type}/${id}`, `/api/forms/drafts/${type}?row=${id}`])
      expect((await ask(people.stranger, url)).statusCode, url).toBe(404);
    expect((await office.city.visitor.get(form)).statusCode).toBe(401);
    // His part done, the row is no longer his to read.
    await actPaper(office, people.road, id, 'agree', { opinion: '同意' });
    expect((await ask(people.road, form)).statusCode).toBe(404);
  });
});

/** A drawing of the process in force from now on, with one task by another title. */
async function redraw(from: string, to: string): Promise<void> {
  const made = await office.city.access.admin.createSubject({
    account: 'designer',
    name: '设计员',
    kind: 'official',
    posts: [{ role: 'flow:designer', department: 'city-urban-management', area: '341200000000' }],
    passwordHash: 'none',
    mustChange: false,
  });
  const designer = await office.city.as(made.id);
  const draft = (await designer.post(`/api/flow/processes/${type}/drafts`, {})).json();
  const path = `/api/flow/drafts/${draft.id}`;
  const xml = draft.xml.replaceAll(`name="${from}"`, `name="${to}"`);
  const { revision } = (await designer.patch(path, { revision: draft.revision, xml })).json();
  const checked = (await designer.post(`${path}/check`, { revision })).json();
  expect(checked.problems.filter((each: { severity: string }) => each.severity === 'error')).toEqual([]);
  const published = await designer.post(`${path}/publication`, { revision, note: '改名' });
  expect(published.statusCode, published.body).toBe(200);
}

async function exported(who: string): Promise<string> {
  const caller = await office.city.as(who);
  const fields = ['subject', 'stage', 'outcome', 'status'];
  let job = (await caller.post('/api/registers/exports', { register: type, fields, format: 'csv' })).json();
  while (job.state !== 'done') {
    if (job.state === 'failed') throw new Error(job.message);
    await new Promise((resolve) => setTimeout(resolve, 20));
    job = (await caller.get(`/api/registers/exports/${job.job}`)).json();
  }
  return (await caller.get(`/api/files/${job.file}`)).body;
}

describe('环节的名称', () => {
  test('列表、导出、打印写环节的名称;改了流程,在办的件仍用自己那一版的名称', async () => {
    const { people } = office;
    const old = await openPaper(office, { subject: '旧流程的件' });
    await actPaper(office, people.clerk, old.id, 'submit');
    const signed = await atCountersign(office, [people.road]);
    await actPaper(office, people.road, signed, 'agree', { opinion: '同意' });
    await actPaper(office, people.head, signed, 'refuse', {
      opinion: '不发',
      signature: await signature(office, people.head),
    });
    await redraw('核稿', '办公室复核');
    const fresh = await openPaper(office, { subject: '新流程的件' });
    await actPaper(office, people.clerk, fresh.id, 'submit');

    const list = (await ask(people.head, `/api/registers/rows/${type}?labels=1&size=200`)).json();
    const titles = new Map(list.rows.map((row: { id: string; titles: object }) => [row.id, row.titles]));
    expect(titles.get(old.id)).toEqual({ stage: '核稿' });
    expect(titles.get(fresh.id)).toEqual({ stage: '办公室复核' });
    expect(titles.get(signed)).toEqual({ outcome: '不予签发' });

    const described = (await ask(people.head, `/api/registers/catalogue/${type}`)).json();
    const stage = described.fields.find((field: { name: string }) => field.name === 'stage');
    expect(stage.choices).toContainEqual({ value: 'review', title: '办公室复核' });

    const sheet = await exported(people.head);
    expect(sheet).toContain('旧流程的件,核稿,,办理中');
    expect(sheet).toContain('新流程的件,办公室复核,,办理中');
    expect(sheet).toContain(',不予签发,已办结');
    expect(await printed(people.head, old.id)).toContain('核稿');
    expect(await printed(people.head, fresh.id)).toContain('办公室复核');
  });
});
