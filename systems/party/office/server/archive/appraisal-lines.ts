/** 鉴定清册: its lines, the opinion of each appraiser on each line, and what follows from them. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import type { Act } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store, type Work } from '../../../../../engines/store/service.ts';
import { archiveAppraisal } from '../../archive/appraisal.ts';
import { archives, decideItem, type Opinion } from '../../data/archives.ts';
import { errors } from '../../errors.ts';
import { appraisalLine, appraisalOpinion } from '../../registers/archive-appraisal.ts';
import type { archiveRoutes } from '../../routes/archive-routes.ts';
import { refuseClassified } from '../refuse-classified.ts';

export type Line = Row<typeof appraisalLine>;
export type Appraisal = Row<typeof archiveAppraisal>;

export interface AppraisalMoment {
  readonly row: Appraisal;
  readonly principal: Principal;
  readonly work: Work;
  readonly services: Services;
  readonly act?: Act;
}

/** Each of a few dozen appraisers may change his mind some times. */
const mostOpinions = 50_000;

export function linesOf(services: Services, db: Database, appraisal: string): Promise<readonly Line[]> {
  const filter = { field: 'appraisal', is: 'equal', value: appraisal } as const;
  const { trusted } = services.use(registers).of(appraisalLine);
  return trusted.findEvery(db, { filter, sort: 'number', most: archives.appraisal.mostItems });
}

interface Given {
  readonly opinion: Opinion;
  readonly reason: string | null;
}

/** Line → appraiser → the latest that he said. */
export async function opinionsOf(
  services: Services,
  db: Database,
  appraisal: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Given>>> {
  const filter = { field: 'appraisal', is: 'equal', value: appraisal } as const;
  const { trusted } = services.use(registers).of(appraisalOpinion);
  const rows = await trusted.findEvery(db, { filter, sort: 'givenAt', most: mostOpinions });
  const found = new Map<string, Map<string, Given>>();
  for (const { line, appraiser, opinion, reason } of rows) {
    const of = found.get(line) ?? new Map<string, Given>();
    found.set(line, of.set(appraiser, { opinion: opinion as Opinion, reason }));
  }
  return found;
}

export function peopleOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Lines with what becomes of each by the opinions of those who are in the group now; whoever said nothing keeps it on. */
export async function decideLines(
  services: Services,
  db: Database,
  row: Appraisal,
): Promise<readonly { readonly line: Line; readonly decision: Opinion }[]> {
  const group = peopleOf(row.appraisers);
  const given = await opinionsOf(services, db, row.id);
  return (await linesOf(services, db, row.id)).map((line) => {
    const of = given.get(line.id);
    return { line, decision: decideItem(group.map((person) => of?.get(person)?.opinion ?? 'extend')) };
  });
}

export const readAppraisalLines: Handler<typeof archiveRoutes.appraisalLines> = async ({ id }, context) => {
  const guard = context.use(access);
  const { db } = context.use(store);
  const row = await context.use(registers).of(archiveAppraisal).trusted.find(db, id);
  const decision = guard.require(context.principal, 'office:appraise');
  const group = peopleOf(row?.appraisers);
  const own = group.includes(context.principal.id);
  const watches = peopleOf(row?.supervisors).includes(context.principal.id);
  if (row === undefined || !(own || watches || decisionMatches(decision, { departments: [row.organ ?? ''] })))
    throw commonErrors.missing();
  const [lines, given] = [await linesOf(context, db, id), await opinionsOf(context, db, id)];
  const names = await guard.namesOf(group);
  return {
    mine: own && row.stage === 'appraise',
    rows: lines.map((line) => ({
      id: line.id,
      number: line.number,
      title: line.title,
      retention: line.retention,
      expiresOn: line.expiresOn,
      decision: line.decision,
      opinions: group.flatMap((person) => {
        const said = given.get(line.id)?.get(person);
        if (said === undefined) return [];
        return [{ name: names.get(person) ?? '', own: person === context.principal.id, ...said }];
      }),
    })),
  };
};

export const giveOpinions: Handler<typeof archiveRoutes.giveOpinions> = async (
  { id, lines, opinion, reason },
  context,
) => {
  await refuseClassified(context, reason);
  const { principal } = context;
  return context.use(store).transaction(async (work) => {
    const rows = context.use(registers);
    const row = await rows.of(archiveAppraisal).trusted.lock(work, id);
    if (row === undefined) throw commonErrors.missing();
    if (row.stage !== 'appraise' || !peopleOf(row.appraisers).includes(principal.id))
      throw errors.notAppraiser();
    const known = new Set((await linesOf(context, work.db, id)).map((line) => line.id));
    if (!lines.every((line) => known.has(line))) throw commonErrors.missing();
    const common = {
      appraisal: id,
      organ: row.organ ?? '',
      appraiser: principal.id,
      opinion,
      givenAt: work.now.toISOString(),
      ...(reason === '' ? {} : { reason }),
    };
    await rows.of(appraisalOpinion).trusted.insertMany(
      work,
      principal.id,
      [...new Set(lines)].map((line) => ({ line, ...common })),
    );
    return { given: lines.length };
  });
};
