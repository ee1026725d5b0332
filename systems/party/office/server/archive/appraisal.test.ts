/** 到期鉴定: nothing goes before its time, without its group, its leader and its supervisors, or while something holds it back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { archiveAppraisal } from '../../archive/appraisal.ts';
import { incomingDocument } from '../../document/incoming-document.ts';
import { appraisalLine } from '../../registers/archive-appraisal.ts';
import { archiveItem } from '../../registers/archive-item.ts';
import { decideItem } from '../../data/archives.ts';
import { linesOf } from './appraisal-lines.ts';
import { destroyItems } from './destroy-items.ts';
import { type Office, openOffice } from '../test-support/open-office.ts';

const type = 'office.archive-appraisal';
let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

let serial = 0;
/** An item of the data bureau that ended on the day given. */
async function fileAway(
  expiresOn: string,
  organ = 'city-data-resources',
  more: object = {},
): Promise<string> {
  serial += 1;
  const { services } = office;
  return services.use(store).transaction(async (work) => {
    const row = await services
      .use(registers)
      .of(archiveItem)
      .trusted.insert(work, 'test', {
        number: `演示-WS·2010-D10-${serial}`,
        title: `演示归档文件${serial}`,
        organ,
        year: 2010,
        retention: 'D10',
        serial,
        expiresOn,
        status: 'kept',
        content: { title: '演示正文' },
        digests: [{ file: 'a', name: 'a.ofd', size: 1, sm3: 'ab' }],
        ...more,
      });
    return row.id;
  });
}

const person = (who: string) => ({ unit: null, person: office.made.people.get(`office-${who}`) ?? '' });
const people = (...who: readonly string[]) => ({ target: { people: who.map(person) }, type });
const group = ['archivist', 'head', 'leader'] as const;

async function openAppraisal(until = '2025-12-31') {
  const archivist = await office.at('archivist');
  return archivist.post(`/api/flow/cases/${type}`, { values: { title: '2025年到期鉴定', until } });
}

interface Line {
  readonly id: string;
  readonly title: string;
  readonly decision: string | null;
}
async function lines(id: string, who = 'archivist'): Promise<readonly Line[]> {
  return (await (await office.at(who)).get(`/api/office/archive/appraisals/${id}/lines`)).json().rows;
}
async function opine(who: string, id: string, of: readonly string[], opinion: string) {
  return (await office.at(who)).post(`/api/office/archive/appraisals/${id}/opinions`, { lines: of, opinion });
}
async function items(ids: readonly string[]) {
  const { services } = office;
  const { trusted } = services.use(registers).of(archiveItem);
  return trusted.findMany(services.use(store).db, { ids, sort: 'number', limit: 20 });
}

describe('到期鉴定', () => {
  test('一致才销毁，过半认为永久划为永久，其余续存', () => {
    expect(decideItem(['destroy', 'destroy'])).toBe('destroy');
    expect(decideItem(['destroy', 'extend'])).toBe('extend');
    expect(decideItem(['permanent', 'permanent', 'destroy'])).toBe('permanent');
    expect(decideItem(['permanent', 'destroy'])).toBe('extend');
    expect(decideItem([])).toBe('extend');
  });

  test('未到期的不列入；没到期的日子不能作截止日；别的单位的不列入', async () => {
    await fileAway('2030-12-31');
    await fileAway('2020-12-31', 'city-finance');
    expect((await openAppraisal('2026-12-31')).json().code).toBe('office.untilLate');
    expect((await openAppraisal()).json().code).toBe('office.nothingDue');
    const clerk = await office.at('clerk');
    expect(
      (await clerk.post(`/api/flow/cases/${type}`, { values: { title: '鉴定', until: '2025-12-31' } }))
        .statusCode,
    ).toBe(403);
  });

  test('鉴定、批准、监销后销毁；续存的顺延，永久的不再到期；冻结的留下；清册永久保存', async () => {
    const ids = [];
    for (const day of ['2020-12-31', '2014-12-31', '2020-12-31', '2020-12-31']) ids.push(await fileAway(day));
    const [gone = '', kept = '', ever = '', held = ''] = ids;
    const opened = await openAppraisal();
    expect(opened.statusCode, opened.body).toBe(200);
    const { id } = opened.json();
    expect(await lines(id)).toHaveLength(4);
    // What one group has in hand, no other takes up.
    expect((await openAppraisal()).json().code).toBe('office.nothingDue');
    expect(await office.act('archivist', id, 'submit', people('archivist', 'head'))).toBe(400);
    expect(office.refusal().code).toBe('office.appraisersFew');
    expect((await opine('archivist', id, [], 'destroy')).statusCode).toBe(400);
    const all = await lines(id);
    expect((await opine('archivist', id, [all[0]?.id ?? ''], 'destroy')).json().code).toBe(
      'office.notAppraiser',
    );
    expect(await office.act('archivist', id, 'submit', people(...group))).toBe(200);
    expect((await opine('secretary', id, [all[0]?.id ?? ''], 'destroy')).json().code).toBe(
      'office.notAppraiser',
    );
    expect(
      (await (await office.at('finance-head')).get(`/api/office/archive/appraisals/${id}/lines`)).statusCode,
    ).toBe(404);
    const line = (item: number) => all[item]?.id ?? '';
    for (const who of group) {
      expect(await office.act(who, id, 'finish', { type })).toBe(409);
      expect(office.refusal().code).toBe('office.opinionsMissing');
      expect((await opine(who, id, [line(0), line(1), line(3)], 'destroy')).statusCode).toBe(200);
      expect((await opine(who, id, [line(2)], 'permanent')).statusCode).toBe(200);
      if (who === 'head') expect((await opine(who, id, [line(1)], 'extend')).statusCode).toBe(200);
      expect(await office.act(who, id, 'finish', { type })).toBe(200);
    }
    expect(await office.act('archivist', id, 'approve', { type })).not.toBe(200);
    expect(await office.act('leader', id, 'approve', { type, opinion: '同意' })).toBe(200);
    expect((await office.detail('leader', id, type)).row).toMatchObject({
      toDestroy: 2,
      toExtend: 1,
      toPermanent: 1,
    });
    expect((await items([kept, ever])).map((one) => [one.retention, one.expiresOn])).toEqual([
      // Two terms of ten years: after one it would be due again at once.
      ['D10', '2034-12-31'],
      ['Y', null],
    ]);
    expect(await office.act('archivist', id, 'arrange', people('head'))).toBe(400);
    expect(office.refusal().code).toBe('office.supervisorsFew');
    expect(await office.act('archivist', id, 'arrange', people('archivist', 'head'))).toBe(400);
    expect(office.refusal().code).toBe('office.supervisorOwn');
    for (const other of ['leader', 'head']) {
      expect(await office.act('archivist', id, 'arrange', people('secretary', other)), other).toBe(400);
      expect(office.refusal().code).toBe('office.supervisorOwn');
    }
    const unit = { unit: 'city-data-resources', person: null };
    const named = people('secretary', 'deputy').target.people;
    const withUnit = { target: { people: [...named, unit] }, type };
    expect(await office.act('archivist', id, 'arrange', withUnit)).toBe(400);
    expect(await office.act('archivist', id, 'arrange', people('secretary', 'deputy'))).toBe(200);
    const { services } = office;
    await services.use(store).transaction((work) =>
      services.use(registers).retention.hold(work, 'test', {
        register: 'office.archive-item',
        rows: [held],
        source: 'test',
        reason: '审计',
      }),
    );
    expect(await office.act('secretary', id, 'confirm', { type })).toBe(200);
    expect(await items([gone])).toHaveLength(1);
    // One person cannot have watched for two, whoever asked him to act for whom.
    for (const [who, code] of [
      ['secretary', 'supervisorHimself'],
      ['clerk', 'supervisorHimself'],
    ] as const) {
      const now = office.clock.now().getTime();
      const given = await (await office.at('deputy')).post('/api/flow/acting', {
        deputy: person(who).person,
        from: new Date(now).toISOString(),
        until: new Date(now + 3_600_000).toISOString(),
      });
      expect(given.statusCode, given.body).toBe(200);
      expect(await office.act(who, id, 'confirm', { type })).toBe(409);
      expect(office.refusal().code).toBe(`office.${code}`);
    }
    expect(await items([gone])).toHaveLength(1);
    expect(await office.act('deputy', id, 'confirm', { type })).toBe(200);
    expect(await items([gone])).toEqual([]);
    expect((await office.detail('archivist', id, type)).outcomeTitle).toBe('已销毁');
    const [left] = await items([held]);
    expect(left).toMatchObject({ status: 'kept', appraisal: null, destroyFrom: null });
    expect((await lines(id)).map(({ decision }) => decision)).toEqual([
      'destroy',
      'extend',
      'permanent',
      'held',
    ]);
    const book = (
      await (await office.at('archivist')).get('/api/registers/rows/office.destruction-entry')
    ).json();
    expect(book.rows).toHaveLength(1);
    const entry = (
      await (
        await office.at('archivist')
      ).get(`/api/registers/rows/office.destruction-entry/${book.rows[0].id}`)
    ).json().row;
    expect([...entry.supervisors].sort()).toEqual(
      [person('secretary').person, person('deputy').person].sort(),
    );
    expect(entry.approvedBy).toBe(person('leader').person);
    expect(entry.digests).toEqual([{ file: 'a', name: 'a.ofd', size: 1, sm3: 'ab' }]);
  });

  test('没有小组、批准和监销记录的，不管流程怎样画，都不销毁', async () => {
    const { services } = office;
    const rows = services.use(registers);
    const incoming = await services.use(store).transaction((work) =>
      rows.of(incomingDocument).trusted.insert(work, 'test', {
        number: '演示SW1',
        title: '演示来文',
        source: '市财政局',
        receivedOn: '2007-11-23',
        receiver: 'city-data-resources',
        status: 'closed',
        outcome: 'noted',
        openedAt: '2007-11-23T02:00:00Z',
        processVersion: 1,
      }),
    );
    const item = await fileAway('2017-12-31', 'city-data-resources', { incoming: incoming.id });
    const { id } = (await openAppraisal()).json();
    const who = (...of: readonly string[]) => of.map((each) => person(each).person);
    const whole = {
      appraisers: who('archivist', 'head', 'leader'),
      approvedBy: person('leader').person,
      supervisors: who('secretary', 'deputy'),
      confirmedBy: who('secretary', 'deputy'),
    };
    const destroy = (made: object) =>
      services.use(store).transaction(async (work) => {
        const row = await rows.of(archiveAppraisal).trusted.find(work.db, id);
        if (row === undefined) throw new Error(id);
        for (const line of await linesOf(services, work.db, id))
          await rows.of(appraisalLine).trusted.update(work, 'test', line, { decision: 'destroy' });
        await destroyItems({
          row: { ...row, ...whole, ...made },
          principal: systemPrincipal,
          work,
          services,
        });
      });
    for (const missing of [
      { appraisers: who('archivist', 'head') },
      { approvedBy: null },
      { supervisors: who('secretary') },
      { confirmedBy: who('secretary', 'secretary') },
      { confirmedBy: null },
    ])
      await expect(destroy(missing), JSON.stringify(missing)).rejects.toMatchObject({
        code: 'office.destructionUnproved',
      });
    expect(await items([item])).toHaveLength(1);
    await destroy({});
    expect(await items([item])).toEqual([]);
    const again = await (await office.at('archivist')).post(`/api/office/incoming/${incoming.id}/archive`, {
      retention: 'D10',
    });
    expect(again.json().code).toBe('office.destroyedBefore');
  });

  test('在几个单位任职的，鉴定他管档案的那个单位的', async () => {
    await fileAway('2016-12-31');
    const { services } = office;
    const at = { area: '341200000000' };
    const made = await services.use(access).admin.createDemoPeople([
      {
        account: 'office-two-posts',
        name: '两处任职',
        kind: 'official',
        posts: [
          { role: 'office:clerk', department: 'city-archives', ...at },
          { role: 'office:archivist', department: 'city-data-resources', ...at },
          { role: 'office:clerk', department: 'city-water-resources', ...at },
        ],
      },
    ]);
    const caller = await office.as(made.get('office-two-posts') ?? '');
    const opened = await caller.post(`/api/flow/cases/${type}`, {
      values: { title: '2025年到期鉴定', until: '2025-12-31' },
    });
    expect(opened.statusCode, opened.body).toBe(200);
    const { id } = opened.json();
    expect((await office.detail('archivist', id, type)).row['organ']).toBe('city-data-resources');
    expect(await office.act('archivist', id, 'verb.terminate', { type, opinion: '重新整理' })).toBe(200);
  });

  test('终止的鉴定放开各件，谁也没有销毁', async () => {
    const item = await fileAway('2019-12-31');
    const { id } = (await openAppraisal()).json();
    expect(await office.act('archivist', id, 'verb.terminate', { type, opinion: '重新整理' })).toBe(200);
    expect((await items([item]))[0]).toMatchObject({ status: 'kept', appraisal: null });
  });

  test('到期的件没有经过监销，保存期限的夜间处置也不销毁', async () => {
    const item = await fileAway('2018-12-31');
    const { services } = office;
    const erase = services.use(store).transaction((work) =>
      services.use(registers).retention.erase(work, systemPrincipal, {
        register: 'office.archive-item',
        ids: [item],
        source: 'test',
        ground: '测试',
      }),
    );
    await expect(erase).rejects.toMatchObject({ code: 'registers.notBegun' });
  });
});
