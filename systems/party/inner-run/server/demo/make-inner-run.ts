/** Demo people, the first items of the catalogue, and applications at their various steps (演示数据). */
import { Readable } from 'node:stream';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { sealTypes, trust } from '../../../../../engines/trust/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { application } from '../../application/application.ts';
import { itemTable } from '../../data/tables.ts';
import { item } from '../../registers/item.ts';
import demo from './demo.json' with { type: 'json' };

export interface Cast {
  readonly services: Services;
  /** Subject ids by account. */
  readonly people: ReadonlyMap<string, string>;
  /** Item ids by code. */
  readonly items: ReadonlyMap<string, string>;
}

export async function makeInnerRun(services: Services): Promise<Cast> {
  const guard = services.use(access);
  const people = await guard.admin.createDemoPeople(
    demo.people.map(({ account, name, role, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [
        {
          role: `inner-run:${role}`,
          department,
          area: guard.findDepartment(department)?.area ?? '341200000000',
        },
      ],
    })),
  );
  const sealing = itemTable.rows.filter(({ seal }) => seal === 'official').map(({ unit }) => unit);
  await services.use(trust).seals.makeMissing(
    'inner-run',
    sealTypes.organ,
    [...new Set(sealing)].map((id) => ({ id, name: guard.findDepartment(id)?.name ?? id })),
  );
  const { trusted } = services.use(registers).of(item);
  const items = await services.use(store).transaction(async (work) => {
    const made = new Map<string, string>();
    for (const row of itemTable.rows) {
      const { id } = await trusted.insert(work, 'inner-run', { ...row, status: 'online' });
      made.set(row.code, id);
    }
    return made;
  });
  return { services, people, items };
}

export async function paperOf({ services, people }: Cast, account: string): Promise<string> {
  const stored = await services.use(store).files.write({
    name: '申请材料（演示）.csv',
    contentType: 'text/csv',
    by: people.get(account) ?? '',
    body: Readable.from([Buffer.from('演示数据,申请材料\n')]),
    limit: 10_000,
  });
  return stored.id;
}

async function act(
  cast: Cast,
  account: string,
  id: string,
  given: { action: string; opinion?: string; values?: object },
) {
  const { services, people } = cast;
  const principal = await services.use(access).principalOf(people.get(account) ?? '');
  const row = await services.use(registers).of(application).trusted.find(services.use(store).db, id);
  const values = { ...given.values };
  await services.use(flow).act(principal, application, { ...given, values, id, version: row?.version ?? 1 });
}

/** The unit that has an item sends its people step by step: accept, finish, seal, rate. */
async function liveApplication(cast: Cast, story: (typeof demo.stories)[number]): Promise<void> {
  const { services, people, items } = cast;
  const row = itemTable.rows.find(({ code }) => code === story.code);
  const who = 'inner-applicant';
  const principal = await services.use(access).principalOf(people.get(who) ?? '');
  const materials: Record<string, string[]> = {};
  for (const { key, from } of row?.materials ?? [])
    if (from === 'applicant') materials[key] = [await paperOf(cast, who)];
  const values = { item: items.get(story.code) ?? '', title: story.title, materials };
  const { id } = await services.use(flow).open(principal, application, { values });
  const handler = row?.unit === 'city-finance' ? 'inner-finance' : 'inner-data';
  const way = [
    { who: handler, action: 'accept' },
    { who: handler, action: 'approve', values: { result: '经审核，同意备案。' } },
    { who: `${handler}-sealer`, action: 'seal' },
    { who, action: 'rate', values: { stars: story.stars, comment: story.comment } },
  ];
  for (const { who: account, ...step } of way.slice(0, story.steps)) await act(cast, account, id, step);
}

export async function liveApplications(cast: Cast): Promise<void> {
  for (const story of demo.stories) await liveApplication(cast, story);
}
