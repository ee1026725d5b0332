/** Puts one item into the files of an organ: running number, 档号, the day its keeping ends, and its files frozen with their digests. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { documentNumbers } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { expiryOf } from '../../data/document-kinds.ts';
import { errors } from '../../errors.ts';
import { destructionEntry } from '../../registers/archive-appraisal.ts';
import { archiveItem } from '../../registers/archive-item.ts';
import { departmentName } from '../department-list.ts';
import { digestFiles } from '../digest-files.ts';

interface Keeping {
  readonly work: Work;
  readonly services: Services;
  readonly principal: Principal;
}

export interface Filed {
  readonly organ: string;
  readonly year: number;
  readonly retention: string;
}

/** DA/T 22-2015, 5.2: fonds, class and year, retention, running number; the organ's name stands for a fonds number that nobody has given yet. */
export async function giveArchiveNumber(
  { work, services, principal }: Keeping,
  { organ, year, retention }: Filed,
  paper: string,
): Promise<{ readonly number: string; readonly serial: number }> {
  const numbers = services.use(documentNumbers);
  const series = { organ, code: `${organ}/${retention}`, year };
  const { serial } = await numbers.reserve(work, principal.id, series, paper);
  await numbers.use(work, principal.id, paper);
  const fonds = departmentName(services, organ);
  return { serial, number: `${fonds}-WS·${year}-${retention}-${String(serial).padStart(4, '0')}` };
}

/** What was destroyed by appraisal does not come back from the case that it was filed from. */
export async function requireNotDestroyed(
  { work, services }: Pick<Keeping, 'work' | 'services'>,
  from: 'document' | 'incoming',
  id: string,
): Promise<void> {
  const filter = { field: from, is: 'equal', value: id } as const;
  const { trusted } = services.use(registers).of(destructionEntry);
  const [gone] = await trusted.findMany(work.db, { filter, limit: 1 });
  if (gone !== undefined) throw errors.destroyedBefore({ number: gone.number });
}

export interface Item extends Filed {
  readonly number: string;
  readonly serial: number;
  readonly title: string;
  readonly documentNumber: string | null;
  readonly dated: string | null;
  readonly document?: string;
  readonly incoming?: string;
  readonly files: readonly string[];
  /** The text as it was laid out, where it is kept as text. */
  readonly content?: unknown;
}

export async function fileItem({ work, services, principal }: Keeping, item: Item): Promise<void> {
  const expiresOn = expiryOf(item.retention, item.year);
  await services
    .use(registers)
    .of(archiveItem)
    .trusted.insert(work, principal.id, {
      ...item,
      status: 'kept',
      digests: await digestFiles(services, item.files),
      ...(expiresOn === undefined ? {} : { expiresOn }),
    });
}
