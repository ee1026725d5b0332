/** Loads what the law and the city's documents give: code lists at every start, tables once for each edition. */
import type { Services } from '../../../../../kernel/system.ts';
import { access, type Department } from '../../../../../engines/access/service.ts';
import { type CodeEntry, registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { areaLevel } from '../../../../../kernel/area.ts';
import { caseStandardTable } from '../../data/case-standards.ts';
import { componentTable } from '../../data/components.ts';
import { dutyRoleTable } from '../../data/duty-roles.ts';
import { dutyUnitTable } from '../../data/duty-units.ts';
import { linkLimitTable } from '../../data/link-limits.ts';
import { matterTable } from '../../data/matters.ts';
import { smallLists } from '../../data/small-lists.ts';
import type { TableHead } from '../../data/table.ts';
import { caseStandard } from '../../registers/case-standard.ts';
import { duty } from '../../registers/duty.ts';

/** Rows that nobody typed are the system's. */
const by = 'urban-management';

interface Coded {
  readonly code: string;
  readonly name: string;
  readonly parent?: string | null;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function entries(list: string, head: TableHead, rows: readonly Coded[]): readonly CodeEntry[] {
  return rows.map((row, order) => ({
    list,
    code: row.code,
    name: row.name,
    parent: row.parent ?? null,
    order,
    validFrom: head.validFrom,
    validTo: head.validTo,
    source: head.source,
    attributes: row.attributes ?? {},
  }));
}

export function codeEntries(): readonly CodeEntry[] {
  return [
    ...entries(
      'GB/T 47678.5 components',
      componentTable,
      componentTable.rows.map((row) => ({
        ...row,
        attributes: { group: row.group, groupName: row.groupName },
      })),
    ),
    ...entries(
      'GB/T 47678.5 matters',
      matterTable,
      matterTable.rows.map((row) => ({
        ...row,
        attributes: { group: row.group, groupName: row.groupName, component: row.component },
      })),
    ),
    ...entries('urban-management sources', smallLists, smallLists.sources),
    ...entries(
      'urban-management duty-roles',
      dutyRoleTable,
      dutyRoleTable.rows.map((row) => ({ code: row.code, name: row.title, attributes: { kind: row.kind } })),
    ),
    ...entries(
      'urban-management limit-units',
      linkLimitTable,
      linkLimitTable.units.map((unit) => ({ code: unit.code, name: unit.title })),
    ),
    ...Object.entries(smallLists.lists).flatMap(([name, rows]) =>
      entries(`urban-management ${name}`, smallLists, rows),
    ),
  ];
}

function standardRows() {
  const { validFrom, validTo, rows } = caseStandardTable;
  return rows.map((row) => ({
    key: `${row.id}@${validFrom}`,
    standard: row.id,
    matter: row.matter,
    condition: row.condition,
    severity: row.severity,
    guardAmount: row.guardLimit?.amount ?? null,
    guardUnit: row.guardLimit?.unit ?? null,
    handleAmount: row.handleLimit.amount,
    handleUnit: row.handleLimit.unit,
    closing: row.closing,
    dutyKind: row.dutyKind,
    dutyRole: row.dutyRole,
    photosBefore: row.photos.before,
    photosAfter: row.photos.after,
    basis: row.basis,
    validFrom,
    validTo,
  }));
}

/** Each role in the city (属主) and in every county (属地) that has a unit for it. */
export function dutyRows(departments: readonly Department[]) {
  const { region, validFrom, validTo, rows } = dutyUnitTable;
  const ids = new Set(departments.map((each) => each.id));
  const line = (role: string, place: string, side: 'owner' | 'area', unit: string) => ({
    key: `${role}/${place}/${side}@${validFrom}`,
    role,
    classPrefix: null,
    region: place,
    side,
    unit,
    validFrom,
    validTo,
  });
  return rows.flatMap(({ role, county, city }) => [
    ...(city === undefined || !ids.has(city) ? [] : [line(role, region, 'owner', city)]),
    ...departments
      .filter(
        (each) => county !== undefined && areaLevel(each.area) === 'county' && each.id.endsWith(`-${county}`),
      )
      .map((each) => line(role, each.area, 'area', each.id)),
  ]);
}

export async function loadReference(services: Services): Promise<void> {
  const rows = services.use(registers);
  const data = services.use(store);
  await rows.codeLists.load(codeEntries());
  // Once for an edition: what keepers change or withdraw afterwards stays so.
  await data.once(`urban-management.case-standards@${caseStandardTable.validFrom}`, () =>
    data.transaction(async (work) => {
      await rows.of(caseStandard).trusted.insertMany(work, by, standardRows());
    }),
  );
  const departments = await services.use(access).departments();
  await data.once(`urban-management.duty@${dutyUnitTable.validFrom}`, () =>
    data.transaction(async (work) => {
      await rows.of(duty).trusted.insertMany(work, by, dutyRows(departments));
    }),
  );
}
