/** The agreement of a contract as it is found, locked, ended. */
import { z } from 'zod';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database, Work } from '../../../../../engines/store/service.ts';
import { accordRoleList } from '../../data/accord-words.ts';
import { accord } from '../../registers/accord.ts';
import { assessment } from '../../registers/assessment.ts';

const most = 100_000;

const Seals = z.array(
  z.object({
    role: z.enum(accordRoleList),
    organ: z.string(),
    file: z.string(),
    by: z.string(),
    at: z.string(),
  }),
);

const Former = z.array(
  z.object({
    number: z.string(),
    digest: z.string(),
    body: z.string(),
    effectiveAt: z.string().nullable(),
    until: z.string(),
    seals: Seals,
    /** By which they stand again when the words that should renew them are taken back; those kept by an earlier version lack it. */
    again: z
      .object({
        grade: z.string(),
        template: z.number(),
        laidAt: z.string().nullable(),
        until: z.string().nullable(),
        callsPerDay: z.number().nullable(),
        renewal: z.string().nullable(),
      })
      .optional(),
  }),
);

const Withdrawn = z.array(
  z.object({
    number: z.string(),
    digest: z.string(),
    body: z.string(),
    until: z.string(),
    withdrawnAt: z.string(),
    seals: Seals,
  }),
);

export type AccordRow = Row<typeof accord>;

export function sealsOf(row: AccordRow): z.infer<typeof Seals> {
  return Seals.safeParse(row.seals).data ?? [];
}

/** Oldest first. */
export function formerOf(row: AccordRow): z.infer<typeof Former> {
  return Former.safeParse(row.former).data ?? [];
}

/** Oldest first. */
export function withdrawnOf(row: AccordRow): z.infer<typeof Withdrawn> {
  return Withdrawn.safeParse(row.withdrawn).data ?? [];
}

/** Every sealed copy that was ever made, whatever became of its words. */
export function sealedFiles(row: AccordRow, seals: readonly { readonly file: string }[]): readonly string[] {
  const kept = [...formerOf(row), ...withdrawnOf(row)].flatMap((each) => each.seals);
  return [...kept, ...seals].map((each) => each.file);
}

export function isOpen(row: Pick<AccordRow, 'stage'>): boolean {
  return row.stage === 'waiting' || row.stage === 'signing';
}

/** Words that renew wait for their seals, and the contract goes on by what was agreed before. */
export function isRenewing(row: Pick<AccordRow, 'stage' | 'until'>): boolean {
  return isOpen(row) && row.until !== null;
}

export async function accordOf(
  services: Services,
  db: Database,
  contract: string,
): Promise<AccordRow | undefined> {
  const [row] = await services
    .use(registers)
    .of(accord)
    .trusted.findMany(db, { filter: { field: 'agreement', is: 'equal', value: contract }, limit: 1 });
  return row;
}

/** The newest of these words counts: a later one that fails takes back an earlier that passed. What came when they were in force is of other words. */
export async function lastAssessment(
  services: Services,
  db: Database,
  { agreement: contract, laidAt, effectiveAt }: AccordRow,
): Promise<Row<typeof assessment> | undefined> {
  const rows = await services
    .use(registers)
    .of(assessment)
    .trusted.findEvery(db, { filter: { field: 'agreement', is: 'equal', value: contract }, most });
  return rows
    .filter(({ at }) => at >= (laidAt ?? '') && (effectiveAt === null || at <= effectiveAt))
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))[0];
}

/** A contract that needs three seals and has not got them all. One that needed none before its renewal was taken back needs none now. */
export async function isUnsealed(services: Services, work: Work, contract: string): Promise<boolean> {
  const row = await accordOf(services, work.db, contract);
  return row !== undefined && !['effective', 'withdrawn'].includes(row.stage) && !isRenewing(row);
}

export async function endAccord(
  services: Services,
  work: Work,
  by: string,
  contract: string,
  stage: 'ended' | 'expired',
): Promise<void> {
  const found = await accordOf(services, work.db, contract);
  if (found === undefined) return;
  const { trusted } = services.use(registers).of(accord);
  const row = await trusted.lock(work, found.id);
  if (row === undefined || (stage === 'expired' && isRenewing(row))) return;
  if (!['ended', 'expired', 'withdrawn'].includes(row.stage)) await trusted.update(work, by, row, { stage });
}
