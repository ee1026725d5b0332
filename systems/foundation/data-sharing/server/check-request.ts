/** What a request must fulfil before anybody looks at it: a mounted resource of another department, own application, known fields, a term. */
import { z } from 'zod';
import type { Principal } from '../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { Item, resource } from '../../data-catalogue/contract.ts';
import type { request } from '../case/request.ts';
import { errors } from '../errors.ts';
import { application } from '../registers/application.ts';
import { isRegister } from './register-shelf.ts';
import { readConditions, readNames } from './read-conditions.ts';
import { setting } from './setting.ts';

type Values = RowInput<typeof request>;
export type Entry = Row<typeof resource>;

/** Items that may be asked for: one that is not shared is none, whatever its entry is. */
export function itemsOf(entry: Entry): readonly Item[] {
  return (z.array(Item).safeParse(entry.items).data ?? []).filter((item) => item.shareType !== '3');
}

/** Of an entry that is shared without condition, all the same: an item that the owner has to look at. */
export function needsOwner(entry: Entry, values: Pick<Values, 'fieldNames' | 'rowConditions'>): boolean {
  if (entry.shareType !== '1') return true;
  const wanted = new Set([
    ...readNames(values.fieldNames),
    ...Object.keys(readConditions(values.rowConditions) ?? {}),
  ]);
  const all = readNames(values.fieldNames).length === 0;
  return itemsOf(entry).some((item) => item.shareType === '2' && (all || wanted.has(item.name)));
}

/** Published, and mounted on a dataset or register: what is only described cannot be delivered. */
export async function sharedEntry(services: Services, work: Work, id: unknown): Promise<Entry> {
  const row =
    typeof id === 'string' ? await services.use(registers).of(resource).trusted.find(work.db, id) : undefined;
  const target = row?.target ?? '';
  const ready = row?.status === 'published' && (target.startsWith('dataset:') || isRegister(target));
  if (row === undefined || !ready) throw errors.noResource();
  return row;
}

/** Terms that the requester writes and the provider may narrow. */
export function checkTerms(services: Services, values: Values, entry: Entry, now: Date): void {
  const known = new Set(itemsOf(entry).map((item) => item.name));
  const conditions = readConditions(values.rowConditions);
  if (conditions === undefined) throw errors.badRows();
  const named = [
    ...readNames(values.fieldNames),
    ...readNames(values.maskedNames),
    ...Object.keys(conditions),
  ];
  const unknown = named.filter((name) => !known.has(name));
  if (unknown.length > 0) throw errors.unknownFields({ fields: [...new Set(unknown)].join('、') });
  if ((values.until ?? '') <= shanghaiDate(now)) throw errors.untilPast();
  const most = setting(services, 'most-calls');
  if ((values.callsPerDay ?? 0) > most) throw errors.tooManyCalls({ most });
}

export async function checkRequest(
  services: Services,
  work: Work,
  principal: Principal,
  values: Values,
): Promise<{ readonly provider: string; readonly consumer: string }> {
  const entry = await sharedEntry(services, work, values.resource);
  if (entry.shareType === '3') throw errors.notShared({ basis: entry.shareCondition ?? '' });
  const app =
    typeof values.application === 'string'
      ? await services.use(registers).of(application).trusted.find(work.db, values.application)
      : undefined;
  // What another platform asks is opened by the system; the department that keeps the link stands for it here.
  // Over a link go datasets only: a register has no batches to be kept equal by.
  const far = principal.kind === 'service' && app !== undefined && app.link !== null;
  if (far && isRegister(entry.target ?? '')) throw errors.noResource();
  const consumer = far ? app.department : principal.departments[0];
  if (consumer === undefined || (consumer === entry.provider && !far)) throw errors.ownData();
  if (
    app === undefined ||
    app.state !== 'active' ||
    app.department !== consumer ||
    (app.link !== null && !far)
  )
    throw errors.otherApplication();
  checkTerms(services, values, entry, work.now);
  return { provider: entry.provider, consumer };
}
