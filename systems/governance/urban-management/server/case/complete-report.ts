/** What happens to a report when it comes in: source, photos, place, class and component are checked; title, grid and suspicions worked out. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { urbanCase } from '../../case/urban-case.ts';
import { findMatterClass } from '../../data/matters.ts';
import { findSource } from '../../data/small-lists.ts';
import { errors } from '../../errors.ts';
import { checkComponentOf } from './check-component-of.ts';
import { checkPhotos } from './check-photos.ts';
import { findCollector } from './find-collector.ts';
import { findDuplicates } from './find-similar.ts';
import { locateCase } from './locate-case.ts';

export type CaseValues = RowInput<typeof urbanCase>;

export interface Step {
  readonly values: CaseValues;
  readonly principal: Principal;
  readonly work: Work;
  readonly services: Services;
}

const longestTitle = 80;

export function titleOf(matter: string | null | undefined, address: string): string {
  const name =
    matter === null || matter === undefined ? '待定类' : (findMatterClass(matter)?.name ?? '待定类');
  return `${name}·${address}`.slice(0, longestTitle);
}

/** Values beside those given. Throws the errors of this system for a report that cannot be taken. */
export async function completeReport({ values, principal, work, services }: Step): Promise<CaseValues> {
  // Whatever a citizen's request says, it is a citizen's report.
  const code = principal.kind === 'citizen' ? 'citizen' : (values.source ?? '');
  const source = findSource(code);
  if (source === undefined) throw errors.sourceUnknown({}, [{ path: 'source', message: '请选择来源' }]);
  if (source.people === 'official' && principal.kind === 'citizen') throw errors.sourceForbidden();
  const { matter, position, component } = values;
  if (matter !== undefined && matter !== null && findMatterClass(matter) === undefined)
    throw errors.matterUnknown({}, [{ path: 'matter', message: '请选择事项小类' }]);
  await checkPhotos(services, principal, values.photosBefore, {
    path: 'photosBefore',
    least: source.photos,
    known: [],
  });
  const place = await locateCase(services, work.db, position, values.caseArea);
  if (component !== undefined && component !== null)
    await checkComponentOf(services, work.db, {
      component,
      matter: matter ?? null,
      position: position ?? null,
    });
  const suspects =
    matter && position ? await findDuplicates(services, work.db, { matter, position, now: work.now }) : [];
  const collector =
    source.code === 'collector' ? principal.id : await findCollector(services, work.db, place.grid, work.now);
  return {
    source: source.code,
    title: titleOf(matter, values.address ?? ''),
    ...place,
    // Until a standard says more, nothing is known to be urgent.
    severity: 'normal',
    level: 'county',
    collector: collector ?? null,
    suspects: suspects.map(({ row }) => row.number),
  };
}
