/** What stands before anything goes out: an unconditionally open entry, fields that name nobody, content without identifiers, groups of k. */
import { z } from 'zod';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { type AnonymityReport, lake } from '../../../../engines/lake/service.ts';
import { Item, type resource } from '../../data-catalogue/contract.ts';
import { errors } from '../errors.ts';
import { setting } from './setting.ts';

export type Entry = Row<typeof resource>;
const mount = 'dataset:';

export function itemsOf(entry: Entry): readonly Item[] {
  return z.array(Item).safeParse(entry.items).data ?? [];
}

export function datasetOf(entry: Entry): string {
  return (entry.target ?? '').slice(mount.length);
}

export function isOffered(entry: Entry): boolean {
  return entry.status === 'published' && entry.openType === '1' && (entry.target ?? '').startsWith(mount);
}

export function isClean(report: AnonymityReport): boolean {
  return report.direct.length === 0 && report.identifiers.length === 0 && report.smallGroups === 0;
}

export async function inspect(
  services: Services,
  entry: Entry,
  given: { readonly fields: readonly string[]; readonly quasi: readonly string[] },
): Promise<AnonymityReport> {
  if (entry.status !== 'published' || !(entry.target ?? '').startsWith(mount)) throw errors.noResource();
  if (entry.openType !== '1') throw errors.notOpen();
  const known = new Set(itemsOf(entry).map((item) => item.name));
  const unknown = given.fields.filter((name) => !known.has(name));
  if (unknown.length > 0) throw errors.unknownFields({ fields: unknown.join('、') });
  if (given.quasi.some((name) => !given.fields.includes(name))) throw errors.quasiOutside();
  const k = setting(services, 'smallest-group');
  return services.use(lake).checkAnonymity({ dataset: datasetOf(entry), ...given, k });
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
