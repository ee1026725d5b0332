/** Sends the notices of steps from the event stream: new work to those who may take it, answers and results to those who wait. */
import type { Delivered } from '../../../../kernel/system.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { MessageService, Notice } from '../../../messages/service.ts';
import { type Consumer, sql, type Work } from '../../../store/index.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import type { CaseChanged, NoticeWanted } from '../case/tell-change.ts';
import type { FlowTables, ItemRow } from '../tables.ts';
import { caseAbout, findOver, supervisorsOf } from './settle-ladders.ts';

type Arrived = Pick<
  ItemRow,
  'id' | 'case_id' | 'type' | 'number' | 'title' | 'stage_title' | 'permission' | 'area' | 'unit' | 'holder'
>;

function audienceOf(item: Arrived): Notice['to'] {
  if (item.holder !== null) return [item.holder];
  if (item.unit !== null) return { permission: item.permission, department: item.unit };
  return item.area === null
    ? { permission: item.permission }
    : { permission: item.permission, area: item.area };
}

function groupByAudience(
  items: readonly Arrived[],
): readonly { readonly to: Notice['to']; readonly items: readonly Arrived[] }[] {
  const groups = new Map<string, { to: Notice['to']; items: Arrived[] }>();
  for (const item of items) {
    const to = audienceOf(item);
    const key = JSON.stringify(to);
    const group = groups.get(key) ?? { to, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** One notice an audience: somebody to whom thirty cases come at once is told once of thirty. Those done meanwhile are not told of. */
async function tellArrived(
  messages: MessageService,
  kinds: CaseKinds,
  ids: readonly string[],
  work: Work,
): Promise<void> {
  if (ids.length === 0) return;
  const items: readonly Arrived[] = await work.db
    .withTables<FlowTables>()
    .selectFrom('flow_work_item')
    .select([
      'id',
      'case_id',
      'type',
      'number',
      'title',
      'stage_title',
      'permission',
      'area',
      'unit',
      'holder',
    ])
    .where('case_id', 'in', ids)
    .where('closed_at', 'is', null)
    .execute();
  for (const group of groupByAudience(items)) {
    const [first] = group.items;
    if (first === undefined) continue;
    const count = group.items.length;
    const link = kinds.find(first.type)?.link(first.case_id);
    await messages.send(work, {
      to: group.to,
      kind: 'to-do',
      title: count === 1 ? `待${first.stage_title} ${first.number}` : `新增 ${count} 件待办`,
      body:
        count === 1
          ? first.title
          : group.items
              .slice(0, 5)
              .map((item) => item.number)
              .join('、'),
      once: `to-do:${first.id}`,
      ...(count === 1 && link !== undefined ? { link } : { link: '/flow/to-do' }),
    });
  }
}

/** What the notices of one round must know of their cases, found with one statement for all of them. */
interface Known {
  readonly followers: ReadonlyMap<string, readonly string[]>;
  /** By case and version. */
  readonly opinions: ReadonlyMap<string, string>;
}

async function findFollowers(work: Work, ids: readonly string[]): Promise<Known['followers']> {
  if (ids.length === 0) return new Map();
  const rows = await work.db
    .withTables<FlowTables>()
    .selectFrom('flow_link')
    .select(['other_id', 'follower'])
    .where(sql<boolean>`other_id = any(${[...new Set(ids)]}::uuid[])`)
    .where('kind', '=', 'merged')
    .execute();
  const found = new Map<string, string[]>();
  for (const { other_id, follower } of rows)
    if (follower !== null) found.set(other_id, [...(found.get(other_id) ?? []), follower]);
  return found;
}

async function findOpinions(work: Work, wanted: readonly NoticeWanted[]): Promise<Known['opinions']> {
  if (wanted.length === 0) return new Map();
  const pairs = JSON.stringify(wanted.map(({ id, version }) => ({ id, version })));
  const found = await sql<{ id: string; version: number; opinion: string | null }>`
    select distinct on (e.case_id, e.version) e.case_id as id, e.version, e.opinion
    from jsonb_to_recordset(${pairs}::jsonb) as w (id uuid, version integer)
    join flow_entry e on e.case_id = w.id and e.version = w.version
    order by e.case_id, e.version, e.position desc`.execute(work.db);
  return new Map(
    found.rows.flatMap(({ id, version, opinion }) =>
      opinion === null ? [] : [[`${id} ${version}`, opinion] as const],
    ),
  );
}

async function findKnown(work: Work, all: readonly NoticeWanted[]): Promise<Known> {
  const followed = all.filter(({ to }) => 'subjects' in to && to.followers).map(({ id }) => id);
  const written = all.filter(({ body }) => body === null);
  const [followers, opinions] = await Promise.all([
    findFollowers(work, followed),
    findOpinions(work, written),
  ]);
  return { followers, opinions };
}

async function tellWanted(
  messages: MessageService,
  kinds: CaseKinds,
  wanted: NoticeWanted,
  actor: string,
  known: Known,
  work: Work,
): Promise<void> {
  const { to } = wanted;
  let people: Notice['to'];
  if ('subjects' in to) {
    const all = to.followers ? [...to.subjects, ...(known.followers.get(wanted.id) ?? [])] : to.subjects;
    // Nobody is told of what he did himself.
    people = [...new Set(all)].filter((each) => isId(each) && each !== actor);
    if (people.length === 0) return;
  } else {
    people = {
      permission: to.permission,
      ...(to.area === null ? {} : { area: to.area }),
      ...(to.department === null ? {} : { department: to.department }),
    };
  }
  const kind = kinds.find(wanted.type);
  const link = kind === undefined ? {} : { link: kind.link(wanted.id) };
  const opinion = known.opinions.get(`${wanted.id} ${wanted.version}`) ?? '请尽快办理';
  if (wanted.kind === 'urge' || wanted.kind === 'supervise') {
    const superiors = supervisorsOf(kind, 'subjects' in to ? null : to.area);
    await messages.tell(work, {
      to: people,
      template: `flow:${wanted.kind}`,
      values: { title: wanted.title, number: wanted.number, opinion: wanted.body ?? opinion },
      about: caseAbout(wanted.id),
      ...link,
      ...(superiors === undefined ? {} : { superiors }),
    });
    return;
  }
  await messages.send(work, {
    to: people,
    kind: wanted.kind,
    title: `${wanted.title} ${wanted.number}`,
    body: wanted.body ?? opinion,
    ...link,
  });
}

export function noticeConsumer(messages: MessageService, kinds: CaseKinds): Consumer {
  return {
    name: 'flow.notices',
    on: ['case.changed', 'flow.notice'],
    batch: 200,
    async run(events: readonly Delivered[], work) {
      const arrived = events.flatMap((event) => {
        const change = event.payload as CaseChanged;
        // Cases loaded in bulk wait in the lists; nobody wants ten thousand bells.
        return event.name === 'case.changed' && change.arrived ? [change.id] : [];
      });
      const changes = events.filter((event) => event.name === 'case.changed');
      await messages.settle(
        work,
        await findOver(
          work,
          changes.map(({ payload }) => payload as CaseChanged),
        ),
      );
      await tellArrived(messages, kinds, [...new Set(arrived)], work);
      const wanted = events.filter((event) => event.name === 'flow.notice');
      const known = await findKnown(
        work,
        wanted.map(({ payload }) => payload as NoticeWanted),
      );
      await Promise.all(
        wanted.map(({ payload, actor }) =>
          tellWanted(messages, kinds, payload as NoticeWanted, actor, known, work),
        ),
      );
    },
  };
}
