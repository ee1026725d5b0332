/** Draws looks for review: each by chance at the rate of the setting, and of whoever looked in a month that is over at least one. */
import { randomInt } from 'node:crypto';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { type Store, sql } from '../../../store/index.ts';

interface Fresh {
  readonly id: string;
  readonly subject: string;
  readonly department: string | null;
  readonly at: string;
}

const most = 5000;
const parts = 10_000;

/** Looks that no draw has seen yet, each decided once. How many were drawn. */
async function drawFresh(store: Store): Promise<number> {
  return store.transaction(async (work) => {
    await work.inTurn('access.looks.draw');
    const { rows } = await sql<Fresh>`select id, subject, department, at from access_look look
      where not exists (select 1 from access_look_sample sample where sample.look = look.id)
      order by at limit ${most}`.execute(work.db);
    const rate = store.settings.value('access.look-sample-percent') / 100;
    const decided = rows.map((look) => ({
      ...look,
      state: randomInt(parts) < rate * parts ? 'waiting' : 'passed',
    }));
    await sql`insert into access_look_sample (look, subject, department, at, state)
      select id, subject, department, at, state from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb)
        as drawn (id uuid, subject text, department text, at timestamptz, state text)
      on conflict do nothing`.execute(work.db);
    return decided.filter(({ state }) => state === 'waiting').length;
  });
}

/** One more by chance for each person and month without any, once the month is over. */
async function drawMissed(store: Store): Promise<number> {
  const month = `${shanghaiDate(store.clock.now()).slice(0, 7)}-01`;
  const local = sql`date_trunc('month', at at time zone 'Asia/Shanghai')`;
  const drawn = await sql`update access_look_sample set state = 'waiting' where look in (
    select distinct on (subject, ${local}) look from access_look_sample passed
    where state = 'passed' and at < (${month}::date at time zone 'Asia/Shanghai') and not exists (
      select 1 from access_look_sample other where other.subject = passed.subject and other.state <> 'passed'
        and date_trunc('month', other.at at time zone 'Asia/Shanghai') = date_trunc('month', passed.at at time zone 'Asia/Shanghai'))
    order by subject, ${local}, random())`.execute(store.db);
  return Number(drawn.numAffectedRows ?? 0);
}

export async function sampleLooks(store: Store): Promise<number> {
  return (await drawFresh(store)) + (await drawMissed(store));
}
