/** What stands before anything goes out: an open entry, fields that name nobody, content without identifiers, groups of k. */
import { z } from 'zod';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { type AnonymityReport, lake } from '../../../../engines/lake/service.ts';
import { Item, type resource } from '../../data-catalogue/contract.ts';
import { errors } from '../errors.ts';
import { setting } from './setting.ts';

export type Entry = Row<typeof resource>;
const mount = 'dataset:';
const openTypes: readonly string[] = ['1', '2'];
const harmless: readonly string[] = ['public', 'internal'];
const shortestReason = 6;

export function itemsOf(entry: Entry): readonly Item[] {
  return z.array(Item).safeParse(entry.items).data ?? [];
}

export function datasetOf(entry: Entry): string {
  return (entry.target ?? '').slice(mount.length);
}

export function isOffered(entry: Entry): boolean {
  return (
    entry.state === 'active' &&
    entry.status === 'published' &&
    openTypes.includes(entry.openType) &&
    (entry.target ?? '').startsWith(mount)
  );
}

/** Whether the catalogue still lets this out, as it stands at this very moment: the door asks it at each request. */
export function isStanding(
  entry: Entry | undefined,
  opened: { readonly dataset: string; readonly fields: readonly string[] },
): boolean {
  if (entry === undefined || !isOffered(entry) || datasetOf(entry) !== opened.dataset) return false;
  const open = new Set(
    itemsOf(entry)
      .filter((item) => harmless.includes(item.class))
      .map((item) => item.name),
  );
  return opened.fields.every((name) => open.has(name));
}

export function isClean(report: AnonymityReport): boolean {
  return report.direct.length === 0 && report.identifiers.length === 0 && report.smallGroups === 0;
}

interface Chosen {
  readonly fields: readonly string[];
  readonly quasi: readonly string[];
}

export async function inspect(services: Services, entry: Entry, given: Chosen): Promise<AnonymityReport> {
  if (entry.status !== 'published' || !(entry.target ?? '').startsWith(mount)) throw errors.noResource();
  if (!openTypes.includes(entry.openType)) throw errors.notOpen();
  const known = new Set(itemsOf(entry).map((item) => item.name));
  const unknown = given.fields.filter((name) => !known.has(name));
  if (unknown.length > 0) throw errors.unknownFields({ fields: unknown.join('、') });
  if (given.quasi.some((name) => !given.fields.includes(name))) throw errors.quasiOutside();
  const k = setting(services, 'smallest-group');
  const { fields, quasi } = given;
  return services.use(lake).checkAnonymity({ dataset: datasetOf(entry), fields, quasi, k });
}

/** Throws the first thing that stands against it. */
export function refuseUnclean(report: AnonymityReport): void {
  if (report.direct.length > 0) throw errors.directIdentifier({ fields: report.direct.join('、') });
  if (report.identifiers.length > 0)
    throw errors.identifierInside({
      titles: [...new Set(report.identifiers.map((each) => each.title))].join('、'),
      fields: [...new Set(report.identifiers.map((each) => each.field))].join('、'),
    });
  if (report.smallGroups > 0)
    throw errors.smallGroups({ groups: report.smallGroups, k: report.k, rows: report.smallRows });
}

/** Without quasi-identifiers k says nothing: whoever names none, or leaves out one that looks like one, says why. */
export function refuseSilence(report: AnonymityReport, quasi: readonly string[], reason: string): void {
  if (quasi.length > 0 && report.unnamed.length === 0) return;
  if (reason.trim().length >= shortestReason) return;
  const fields = report.unnamed.map(({ field, title }) => `${field}（${title}）`);
  throw errors.quasiReasonNeeded({ fields: fields.length === 0 ? '全部信息项' : fields.join('、') });
}
