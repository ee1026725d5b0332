/**
 * Water quality on our reaches: the sections of 生态环境监测, read from its registers by declaration. Only fields of class 'public' of a
 * register that is shared without condition leave this file, so whoever may read the river may see them.
 */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import environment from '../../../environment/contract.ts';
import { site } from '../../registers/river.ts';

export interface SectionWater {
  /** Row id of the section in 生态环境监测. */
  readonly section: string;
  readonly site: string;
  readonly reach: string;
  readonly name: string;
  /** GB 3838 class '1' … '6' (劣 V); null before the first sample. */
  readonly grade: string | null;
  readonly gradeName: string | null;
  readonly target: string;
  readonly targetName: string;
  readonly sampledAt: string | null;
}

const most = 1000;
const classes = 'environment water-classes';

/** Sections on the reaches; all when no reach is named. Empty where 生态环境监测 does not run. */
export async function readSections(
  services: Services,
  db: Database,
  reaches?: readonly string[],
): Promise<readonly SectionWater[]> {
  const rows = services.use(registers);
  const declared = environment.registers?.['water-section'];
  if (declared === undefined || rows.find('environment.water-section') === undefined || reaches?.length === 0)
    return [];
  const sites = await rows.of(site).trusted.findMany(db, {
    filter: {
      all: [
        { field: 'section', is: 'filled' },
        ...(reaches === undefined ? [] : [{ field: 'reach', is: 'one-of', value: [...reaches] } as const]),
      ],
    },
    limit: most,
  });
  const ids = sites.flatMap((each) => (each.section === null ? [] : [each.section]));
  const { trusted } = rows.of(declared);
  const sections = ids.length === 0 ? [] : await trusted.findMany(db, { ids, limit: ids.length });
  const nameOf = (code: string | null) =>
    code === null ? null : (rows.codeLists.nameOf(classes, code) ?? code);
  return sites.flatMap((each) => {
    const found = sections.find(({ id }) => id === each.section);
    if (found === undefined) return [];
    const { id, name, grade, target, sampledAt } = found;
    return [
      {
        section: id,
        site: each.id,
        reach: each.reach,
        name,
        grade,
        gradeName: nameOf(grade),
        target,
        targetName: nameOf(target) ?? target,
        sampledAt,
      },
    ];
  });
}

/** The worst of them, as a reach is judged by its worst section; null where nothing was sampled. */
export function worst(sections: readonly SectionWater[]): SectionWater | null {
  const sampled = sections.filter(({ grade }) => grade !== null);
  return sampled.toSorted((a, b) => Number(b.grade) - Number(a.grade))[0] ?? null;
}
