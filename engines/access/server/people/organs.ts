/** Departments and areas as the access engine knows them, in memory. */
import type { Store } from '../../../store/index.ts';
import type { Department } from '../../service.ts';
import type { AccessTables } from '../tables.ts';

/** What the city hands in at start-up. */
export interface OrganSource {
  readonly departments: readonly {
    readonly id: string;
    readonly name: string;
    readonly shortName: string;
    readonly areaCode: string;
    readonly parent: string | undefined;
    readonly kind: string;
    readonly creditCode: string;
    readonly creditCodeKind: string;
    readonly pinyin?: string;
  }[];
  readonly areaName: (code: string) => string | undefined;
}

export interface Organs {
  load(): Promise<void>;
  all(): readonly Department[];
  find(id: string): Department | undefined;
  areaExists(code: string): boolean;
  areaName(code: string): string | undefined;
}

export function openOrgans(store: Store, source: OrganSource): Organs {
  const db = store.db.withTables<AccessTables>();
  let known: readonly Department[] = [];
  let byId = new Map<string, Department>();
  return {
    /** Adds organs that the database does not have; those that officials changed stay as they are. */
    async load() {
      const rows = source.departments.map((one) => ({
        id: one.id,
        name: one.name,
        short_name: one.shortName,
        area: one.areaCode,
        parent: one.parent ?? null,
        kind: one.kind,
        credit_code: one.creditCode,
        credit_code_kind: one.creditCodeKind,
        pinyin: one.pinyin ?? '',
      }));
      if (rows.length > 0)
        await db
          .insertInto('access_department')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      const all = await db
        .selectFrom('access_department')
        .selectAll()
        .orderBy('area')
        .orderBy('id')
        .execute();
      known = all.map((row) => ({
        id: row.id,
        name: row.name,
        shortName: row.short_name,
        area: row.area,
        parent: row.parent,
        kind: row.kind,
        pinyin: row.pinyin,
      }));
      byId = new Map(known.map((one) => [one.id, one]));
    },
    all: () => known,
    find: (id) => byId.get(id),
    areaExists: (code) => source.areaName(code) !== undefined,
    areaName: (code) => source.areaName(code),
  };
}
