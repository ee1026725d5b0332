/** All that is held already: data elements with a register behind them, and the columns of every admitted table. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { element } from '../../registers/element.ts';
import type { Cycle, FillLevel } from '../../table/column.ts';
import type { Known, KnownElement } from '../../table/compare-asks.ts';
import { reportTable } from '../../table/report-table.ts';
import { setting } from '../setting.ts';
import { readBody } from './read-body.ts';

const mostKnown = 5000;

async function knownElements(services: Services, db: Database): Promise<readonly KnownElement[]> {
  const rows = services.use(registers);
  const found = await rows.of(element).trusted.findEvery(db, {
    filter: { field: 'code', is: 'filled' },
    sort: 'code',
    most: mostKnown,
  });
  return found
    .filter(({ state }) => state === 'active')
    .map((row) => {
      const held = row.register === null ? undefined : rows.find(row.register);
      const known = {
        code: row.code,
        title: row.title,
        aliases: (row.aliases ?? '').split('\n').filter((each) => each.trim() !== ''),
      };
      if (held === undefined || row.take === null) return known;
      const owner = row.holder ?? held.declaration.owner;
      return { ...known, source: { register: held.id, title: held.declaration.title, owner } };
    });
}

/** Tables admitted and still valid on the day. */
export async function tablesInForce(services: Services, db: Database, day: string) {
  return services
    .use(registers)
    .of(reportTable)
    .trusted.findEvery(db, {
      filter: {
        all: [
          { field: 'status', is: 'equal', value: 'closed' },
          { field: 'outcome', is: 'equal', value: 'admitted' },
          { field: 'validTo', is: 'at-least', value: day },
        ],
      },
      sort: 'openedAt',
      most: mostKnown,
    });
}

export async function knownAsks(services: Services, db: Database, day: string): Promise<Known> {
  const [elements, tables] = await Promise.all([
    knownElements(services, db),
    tablesInForce(services, db, day),
  ]);
  return {
    elements,
    alike: setting(services, 'alike-percent') / 100,
    tables: tables.map((row) => ({
      id: row.id,
      title: row.title,
      owner: row.owner ?? '',
      level: row.level as FillLevel,
      cycle: row.cycle as Cycle,
      columns: readBody(row).columns,
    })),
  };
}

export function departmentName(services: Services, id: string): string {
  return services.use(access).findDepartment(id)?.shortName ?? id;
}
