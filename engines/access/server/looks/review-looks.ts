/** The review of drawn looks: proper or doubtful with a remark; a doubtful one goes to the department, which answers. Rates by department open to their rows. */
import { type Decision, decisionMatches, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { type RawBuilder, type Store, sql, type Work } from '../../../store/index.ts';
import { accessErrors } from '../../errors.ts';
import type { LookFilter } from '../../routes/look-routes.ts';
import type { Audit } from '../audit/open-audit.ts';
import { lookerOf } from './open-looks.ts';

export interface SampleRow {
  readonly look: string;
  readonly subject: string;
  readonly department: string | null;
  readonly object: string;
  readonly row: string;
  readonly purpose: string | null;
  readonly caseNumber: string | null;
  readonly reason: string;
  readonly at: string;
  readonly state: string;
  readonly reviewer: string | null;
  readonly remark: string | null;
  readonly answer: string | null;
}

export interface Rate {
  readonly department: string | null;
  readonly looks: number;
  readonly drawn: number;
  readonly reviewed: number;
  readonly doubtful: number;
}

const columns = sql`look.id as look, look.subject, look.department, look.object, look.row, look.purpose,
  look.case_number as "caseNumber", look.reason, look.at, sample.state, sample.reviewer, sample.remark, sample.answer`;
const joined = sql`access_look_sample sample join access_look look on look.id = sample.look`;

interface Drawn {
  readonly subject: string;
  readonly department: string | null;
  readonly state: string;
}

/** Throws city.missing unless the look was drawn and stands so. */
async function lockDrawn(work: Work, look: string, states: readonly string[]): Promise<Drawn> {
  const found = await sql<Drawn>`select subject, department, state from access_look_sample
    where look = ${look} and state = any(${[...states]}::text[]) for update`.execute(work.db);
  const [row] = found.rows;
  if (row === undefined) throw commonErrors.missing();
  return row;
}

/** Of the month in Shanghai, 'YYYY-MM'; empty means all. */
function inMonth(month: string): RawBuilder<unknown> {
  return month === '' ? sql`true` : sql`to_char(look.at at time zone 'Asia/Shanghai', 'YYYY-MM') = ${month}`;
}

const drawnStates = ['waiting', 'proper', 'doubtful', 'answered'];

const stateGroups: Readonly<Record<string, readonly string[]>> = {
  drawn: drawnStates,
  reviewed: ['proper', 'doubtful', 'answered'],
  doubtful: ['doubtful', 'answered'],
};

export async function listSamples(
  store: Store,
  filter: LookFilter,
): Promise<{ readonly rows: readonly SampleRow[]; readonly total: number }> {
  const states = stateGroups[filter.state] ?? [filter.state];
  const department = filter.department === '' ? sql`true` : sql`look.department = ${filter.department}`;
  const where = sql`sample.state = any(${states}::text[]) and ${department} and ${inMonth(filter.month)}`;
  const counted = await sql<{
    count: number;
  }>`select count(*) as count from ${joined} where ${where}`.execute(store.db);
  const found = await sql<SampleRow>`select ${columns} from ${joined} where ${where}
    order by look.at desc, look.id limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(
    store.db,
  );
  return { rows: found.rows, total: counted.rows[0]?.count ?? 0 };
}

export async function lookRates(store: Store, month: string): Promise<readonly Rate[]> {
  const found = await sql<Rate>`select look.department, count(*) as looks,
    count(*) filter (where sample.state = any(${stateGroups['drawn']}::text[])) as drawn,
    count(*) filter (where sample.state = any(${stateGroups['reviewed']}::text[])) as reviewed,
    count(*) filter (where sample.state = any(${stateGroups['doubtful']}::text[])) as doubtful
    from access_look look left join access_look_sample sample on sample.look = look.id
    where ${inMonth(month)} group by 1 order by 5 desc, 2 desc, 1`.execute(store.db);
  return found.rows;
}

/** Doubtful looks of the departments that the decision reaches, the unanswered first. */
export async function listDoubts(store: Store, decision: Decision): Promise<readonly SampleRow[]> {
  const found = await sql<SampleRow>`select ${columns} from ${joined}
    where sample.state in ('doubtful', 'answered') order by sample.state desc, look.at desc limit 500`.execute(
    store.db,
  );
  return found.rows.filter(({ department }) => reaches(decision, department));
}

function reaches(decision: Decision, department: string | null): boolean {
  return decisionMatches(decision, { departments: department === null ? [] : [department] });
}

export function openReview(store: Store, audit: Audit) {
  function note(work: Parameters<Audit['add']>[0], by: Principal, look: string, step: string): void {
    audit.add(work, by, {
      module: 'access',
      event: 'update',
      objectType: 'look',
      objectId: look,
      result: 'success',
      detail: { step },
    });
  }

  return {
    /** Throws access.ownLook, access.lookDone. */
    review(by: Principal, look: string, verdict: 'proper' | 'doubtful', remark: string): Promise<void> {
      return store.transaction(async (work) => {
        const row = await lockDrawn(work, look, drawnStates);
        if (row.subject === lookerOf(by)) throw accessErrors.ownLook();
        if (row.state !== 'waiting') throw accessErrors.lookDone();
        await sql`update access_look_sample set state = ${verdict}, reviewer = ${by.id}, remark = ${remark},
          reviewed_at = ${work.now} where look = ${look}`.execute(work.db);
        note(work, by, look, verdict);
        if (verdict === 'doubtful')
          work.emit('access.doubted', by.id, { look, department: row.department, subject: row.subject });
      });
    },
    /** By the department, not by who looked. Throws access.ownLook, access.lookDone. */
    answer(by: Principal, decision: Decision, look: string, answer: string): Promise<void> {
      return store.transaction(async (work) => {
        const row = await lockDrawn(work, look, ['doubtful', 'answered']);
        if (!reaches(decision, row.department)) throw commonErrors.missing();
        if (row.subject === lookerOf(by)) throw accessErrors.ownLook();
        if (row.state === 'answered') throw accessErrors.lookDone();
        await sql`update access_look_sample set state = 'answered', answered_by = ${by.id}, answer = ${answer},
          answered_at = ${work.now} where look = ${look}`.execute(work.db);
        note(work, by, look, 'answered');
      });
    },
  };
}

export type Review = ReturnType<typeof openReview>;
