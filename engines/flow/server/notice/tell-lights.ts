/** Tells the holders of work items whose light has turned yellow or red, once for each turn, however many processes run. */
import type { MessageService, Notice } from '../../../messages/service.ts';
import { sql, type Store, type Work } from '../../../store/index.ts';
import type { CaseKinds } from '../case/case-kinds.ts';
import { itemAbout, supervisorsOf } from './settle-ladders.ts';
import type { ItemRow } from '../tables.ts';

type Turned = Pick<
  ItemRow,
  'id' | 'case_id' | 'type' | 'number' | 'stage_title' | 'permission' | 'area' | 'unit' | 'holder' | 'due_at'
> & {
  readonly red: boolean;
};

const batch = 200;

/** Takes the next items and sets when they are to be told of again: at red after yellow, never after red. */
async function takeTurned(work: Work): Promise<readonly Turned[]> {
  const { now } = work;
  const found = await sql<Turned>`
    update flow_work_item as i set tell_at = case when i.due_at > ${now}::timestamptz then i.due_at end
    from (select case_id, id from flow_work_item where tell_at <= ${now}::timestamptz and closed_at is null
      order by tell_at limit ${batch} for update skip locked) as next
    where i.case_id = next.case_id and i.id = next.id
    returning i.id, i.case_id, i.type, i.number, i.stage_title, i.permission, i.area, i.unit, i.holder, i.due_at,
      i.due_at <= ${now}::timestamptz as red`.execute(work.db);
  return found.rows;
}

function audienceOf(item: Turned): Notice['to'] {
  if (item.holder !== null) return [item.holder];
  if (item.unit !== null) return { permission: item.permission, department: item.unit };
  return item.area === null
    ? { permission: item.permission }
    : { permission: item.permission, area: item.area };
}

/** Returns how many were told of. */
export async function tellLights(store: Store, messages: MessageService, kinds: CaseKinds): Promise<number> {
  let told = 0;
  for (;;) {
    const count = await store.transaction(async (work) => {
      const items = await takeTurned(work);
      for (const item of items) {
        const kind = kinds.find(item.type);
        const superiors = supervisorsOf(kind, item.area);
        await messages.tell(work, {
          to: audienceOf(item),
          template: item.red ? 'flow:overdue' : 'flow:nearly-due',
          values: { number: item.number, stage: item.stage_title },
          once: `light:${item.id}:${item.red ? 'red' : 'yellow'}`,
          about: itemAbout(item.id),
          ...(kind === undefined ? {} : { link: kind.link(item.case_id) }),
          ...(superiors === undefined ? {} : { superiors }),
        });
      }
      return items.length;
    });
    told += count;
    if (count < batch) return told;
  }
}
