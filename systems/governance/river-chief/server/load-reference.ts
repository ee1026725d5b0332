/** Loads code lists at every start, and the patrol standard once an edition; what keepers change afterwards stays so. */
import { areaLevel } from '../../../../kernel/area.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { ThingModel, thingModel } from '../../../../engines/telemetry/contract.ts';
import gaugeRules from '../data/gauge-rules.json' with { type: 'json' };
import patrolRules from '../data/patrol-rules.json' with { type: 'json' };
import kinds from '../data/problem-kinds.json' with { type: 'json' };
import small from '../data/small-lists.json' with { type: 'json' };
import { duty, patrolRule } from '../registers/standard.ts';

const by = 'river-chief';

function codeEntries(): readonly CodeEntry[] {
  const common = { parent: null, validTo: null };
  const lists = Object.entries(small.lists).flatMap(([list, rows]) =>
    rows.map(([code = '', name = ''], order) => ({
      ...common,
      list: `river-chief ${list}`,
      code,
      name,
      order,
      validFrom: small.validFrom,
      source: small.source,
      attributes: {},
    })),
  );
  const problems = kinds.rows.map(({ code, name, group, days, hint }, order) => ({
    ...common,
    list: 'river-chief problem-kinds',
    code,
    name,
    order,
    validFrom: kinds.validFrom,
    source: kinds.source,
    attributes: { group, days, hint },
  }));
  return [...lists, ...problems];
}

/** Each kind in every county that has a unit for it; a municipal unit ('city-…') for the whole city. */
async function loadDuty(services: Services): Promise<void> {
  const departments = await services.use(access).departments();
  const data = services.use(store);
  const rows = kinds.rows.flatMap(({ code, duty: does }) =>
    departments
      .filter(
        (each) => each.id === does || (areaLevel(each.area) === 'county' && each.id.endsWith(`-${does}`)),
      )
      .map((each) => ({
        key: `${code}/${each.area}@${kinds.validFrom}`,
        kind: code,
        area: each.area,
        department: each.id,
        from: kinds.validFrom,
      })),
  );
  await data.once(`river-chief.duty@${kinds.version}`, () =>
    data.transaction(async (work) => {
      await services.use(registers).of(duty).trusted.insertMany(work, by, rows);
    }),
  );
}

async function loadGaugeModel(services: Services): Promise<void> {
  const data = services.use(store);
  const { model, source, version } = gaugeRules;
  await data.once(`river-chief.models@${version}`, () =>
    data.transaction(async (work) => {
      const { trusted } = services.use(registers).of(thingModel);
      const [known] = await trusted.findMany(work.db, {
        filter: { field: 'code', is: 'equal', value: model.code },
        limit: 1,
      });
      const definition = ThingModel.parse(model.definition);
      if (known === undefined) await trusted.insert(work, by, { ...model, definition, note: source });
    }),
  );
}

export async function loadReference(services: Services): Promise<void> {
  const rows = services.use(registers);
  const data = services.use(store);
  await rows.codeLists.load(codeEntries());
  await data.once(`river-chief.patrol-rules@${patrolRules.version}`, () =>
    data.transaction(async (work) => {
      await rows.of(patrolRule).trusted.insertMany(
        work,
        by,
        patrolRules.rows.map((rule) => ({
          ...rule,
          key: `${rule.level}@${patrolRules.validFrom}`,
          from: patrolRules.validFrom,
          source: patrolRules.source,
        })),
      );
    }),
  );
  await loadDuty(services);
  await loadGaugeModel(services);
}
