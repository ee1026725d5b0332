/** Which contracts need three seals, and the agreement that is laid before the three organs when one does. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { rankOf, type resource } from '../../../data-catalogue/contract.ts';
import { type Grade, gradeOrder } from '../../data/accord-words.ts';
import { accord } from '../../registers/accord.ts';
import type { agreement } from '../../registers/agreement.ts';
import { setting } from '../setting.ts';
import { type AccordRow, accordOf, formerOf, sealsOf, withdrawnOf } from './keep-accord.ts';
import { type RenewedTerms, renderAccord } from './render-accord.ts';

/** Who keeps the platform. */
export const platform = 'city-data-resources';
const conditional = '2';

/** As the catalogue has it: the highest that is confirmed of the entry's items, by lineage too. What nobody has graded yet is 一般. */
export function gradeOf({ dataGrade }: Pick<Row<typeof resource>, 'dataGrade'>): Grade {
  if (dataGrade === null) return 'general';
  const rank = rankOf(dataGrade);
  if (rank >= 0 && rank < rankOf('important')) return 'general';
  // An unknown word is the highest grade: what nobody understands is not let go more easily.
  return gradeOrder.find((grade) => grade === dataGrade) ?? 'core';
}

export function needsAccord(
  services: Services,
  entry: Pick<Row<typeof resource>, 'shareType'>,
  grade: Grade,
): boolean {
  if (gradeOrder.indexOf(grade) + 1 >= setting(services, 'accord-from-grade')) return true;
  return setting(services, 'accord-conditional') === 1 && entry.shareType === conditional;
}

export function needsAssessment(services: Services, grade: string): boolean {
  return gradeOrder.findIndex((each) => each === grade) + 1 >= setting(services, 'assessment-from-grade');
}

interface Laid {
  readonly row: Row<typeof agreement>;
  readonly entry: Row<typeof resource>;
  readonly grade: Grade;
}

async function wordsOf(services: Services, { row, entry, grade }: Laid, renews?: RenewedTerms) {
  const known = new Map((await services.use(access).departments()).map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => known.get(id) ?? id;
  const { template, body, digest } = renderAccord({
    row,
    grade,
    resource: entry.name,
    names: {
      provider: nameOf(row.provider),
      consumer: nameOf(row.consumer),
      platform: nameOf(platform),
    },
    renews,
  });
  return { grade, template, body, digest };
}

export async function makeAccord(services: Services, work: Work, by: string, of: Laid): Promise<void> {
  const { row } = of;
  await services
    .use(registers)
    .of(accord)
    .trusted.insert(work, by, {
      ...(await wordsOf(services, of)),
      number: `XY-${row.number}`,
      agreement: row.id,
      provider: row.provider,
      consumer: row.consumer,
      platform,
      stage: 'waiting',
      seals: [],
      laidAt: work.now.toISOString(),
    });
}

function formerEntry(row: AccordRow, until: string) {
  const { number, digest, body, effectiveAt, grade, template, laidAt, callsPerDay, renewal } = row;
  const again = { grade, template, laidAt, until: row.until, callsPerDay, renewal };
  return { number, digest, body, effectiveAt, until, seals: sealsOf(row), again };
}

/** 续签: new words before the same three; the former ones hold until the last seal, and are kept with theirs. */
export async function renewAccord(
  services: Services,
  work: Work,
  by: string,
  of: Laid & { readonly until: string; readonly callsPerDay: number; readonly renewal: string },
): Promise<void> {
  const { row, until, callsPerDay, renewal } = of;
  const { trusted } = services.use(registers).of(accord);
  const found = await accordOf(services, work.db, row.id);
  const locked = found === undefined ? undefined : await trusted.lock(work, found.id);
  if (locked === undefined) {
    await makeAccord(services, work, by, of);
    const made = await accordOf(services, work.db, row.id);
    if (made !== undefined)
      await trusted.update(work, by, made, {
        ...(await wordsOf(services, of, { until, callsPerDay, former: undefined })),
        until,
        callsPerDay,
        renewal,
      });
    return;
  }
  const { number, digest } = locked;
  // Words that were taken back before they were in force are those of nobody.
  const inForce = locked.stage === 'withdrawn' ? [] : [formerEntry(locked, row.until)];
  const former = [...formerOf(locked), ...inForce];
  const renews = { until, callsPerDay, former: inForce.length === 0 ? undefined : { number, digest } };
  await trusted.update(work, by, locked, {
    ...(await wordsOf(services, of, renews)),
    number: `XY-${row.number}-续${former.length + withdrawnOf(locked).length}`,
    stage: 'waiting',
    seals: [],
    effectiveAt: null,
    laidAt: work.now.toISOString(),
    until,
    callsPerDay,
    renewal,
    former,
  });
}
