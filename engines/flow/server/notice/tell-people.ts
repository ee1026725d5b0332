/** Sends the notices of steps from the event stream: new work to those who may take it, answers and results to those who wait. */
import type { Delivered } from '../../../../kernel/system.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { MessageService, Notice } from '../../../messages/service.ts';
import type { Consumer, Work } from '../../../store/index.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import type { CaseChanged, NoticeWanted } from '../case/tell-change.ts';
import type { FlowTables, ItemRow } from '../tables.ts';

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

async function opinionOf(work: Work, wanted: NoticeWanted): Promise<string> {
  const row = await work.db
    .withTables<FlowTables>()
    .selectFrom('flow_entry')
    .select('opinion')
    .where('case_id', '=', wanted.id)
    .where('version', '=', wanted.version)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.opinion ?? '请尽快办理';
}

async function followersOf(work: Work, id: string): Promise<readonly string[]> {
  const rows = await work.db
    .withTables<FlowTables>()
    .selectFrom('flow_link')
    .select('follower')
    .where('other_id', '=', id)
    .where('kind', '=', 'merged')
    .execute();
  return rows.flatMap((row) => (row.follower === null ? [] : [row.follower]));
}

async function tellWanted(
  messages: MessageService,
  kinds: CaseKinds,
  wanted: NoticeWanted,
  actor: string,
  work: Work,
): Promise<void> {
  const { to } = wanted;
  let people: Notice['to'];
  if ('subjects' in to) {
    const all = to.followers ? [...to.subjects, ...(await followersOf(work, wanted.id))] : to.subjects;
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
  const link = kinds.find(wanted.type)?.link(wanted.id);
  await messages.send(work, {
    to: people,
    kind: wanted.kind,
    title: `${wanted.title} ${wanted.number}`,
    body: wanted.body ?? (await opinionOf(work, wanted)),
    ...(link === undefined ? {} : { link }),
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
      await tellArrived(messages, kinds, [...new Set(arrived)], work);
      for (const event of events) {
        if (event.name === 'flow.notice')
          await tellWanted(messages, kinds, event.payload as NoticeWanted, event.actor, work);
      }
    },
  };
}
