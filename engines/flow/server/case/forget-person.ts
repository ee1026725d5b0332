/** A case that the registers have made anonymous says nothing of its initiator in the flow engine's own tables either: name, words, files. */
import { sql } from 'kysely';
import { changeIn, registerChanged } from '../../../registers/service.ts';
import type { Consumer } from '../../../store/index.ts';

const nobody = 'anonymised';
const name = '已匿名';

export const personForgetter: Consumer = {
  name: 'flow.forget-person',
  on: [registerChanged],
  batch: 500,
  async run(events, work) {
    const ids = events.map(changeIn).flatMap((change) => (change.kind === 'anonymised' ? change.ids : []));
    if (ids.length === 0) return;
    // Of a case that came by import there is no item that names him, and no entry of his.
    await sql`with known as (
        select distinct case_id, initiator from flow_work_item where case_id = any(${ids}::uuid[]) and initiator is not null)
      update flow_entry entry set actor = ${nobody}, actor_name = ${name}, opinion = null, files = '{}', signature = null,
        acting_for = null, acting_name = null, effect = entry.effect - 'initiator'
      from known where entry.case_id = known.case_id and known.initiator in (entry.actor, entry.acting_for)`.execute(
      work.db,
    );
    await sql`update flow_request set asked_by = ${nobody}, asked_name = ${name}, reason = '', files = '{}'
      where case_id = any(${ids}::uuid[]) and asked_by = initiator`.execute(work.db);
    await sql`update flow_request set initiator = null where case_id = any(${ids}::uuid[])`.execute(work.db);
    await sql`update flow_work_item set initiator = null where case_id = any(${ids}::uuid[])`.execute(
      work.db,
    );
  },
};
