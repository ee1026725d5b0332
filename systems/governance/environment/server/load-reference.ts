/** Loads the code lists of 生态环境监测 at every start, from the tables of its standards; what people changed since stays. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { ThingModel, thingModel } from '../../../../engines/telemetry/contract.ts';
import air from '../data/air-quality-index.json' with { type: 'json' };
import noise from '../data/noise-limits.json' with { type: 'json' };
import small from '../data/small-lists.json' with { type: 'json' };
import models from '../data/thing-models.json' with { type: 'json' };
import water from '../data/surface-water.json' with { type: 'json' };

function entries(
  list: string,
  rows: readonly (readonly [code: string, name: string])[],
  source: string,
  validFrom: string,
): readonly CodeEntry[] {
  return rows.map(([code, name], order) => ({
    list: `environment ${list}`,
    code,
    name,
    parent: null,
    order,
    validFrom,
    validTo: null,
    source,
    attributes: {},
  }));
}

function codeEntries(): readonly CodeEntry[] {
  const { source, validFrom, lists } = small;
  return [
    ...Object.entries(lists).flatMap(([list, rows]) =>
      entries(list, rows as unknown as readonly (readonly [string, string])[], source, validFrom),
    ),
    ...entries(
      'air-levels',
      air.levels.rows.map(({ code, name }) => [code, name] as const),
      air.levels.source,
      '2012-02-29',
    ),
    ...entries(
      'water-classes',
      water.classes.map(({ code, name }) => [code, name] as const),
      water.source,
      water.validFrom,
    ),
    ...entries(
      'noise-zones',
      noise.zones.map(({ code, name, use }) => [code, `${name}（${use}）`] as const),
      noise.source,
      noise.validFrom,
    ),
  ];
}

/** Once for an edition: what keepers change afterwards stays so. */
async function loadModels(services: Services): Promise<void> {
  const data = services.use(store);
  await data.once(`environment.models@${models.version}`, () =>
    data.transaction(async (work) => {
      const { trusted } = services.use(registers).of(thingModel);
      const codes = models.models.map((each) => each.code);
      const known = await trusted.findMany(work.db, {
        filter: { field: 'code', is: 'one-of', value: codes },
        limit: codes.length,
      });
      const fresh = models.models.filter((each) => !known.some((row) => row.code === each.code));
      if (fresh.length > 0)
        await trusted.insertMany(
          work,
          'environment',
          fresh.map((each) => ({
            ...each,
            definition: ThingModel.parse(each.definition),
            note: models.source,
          })),
        );
    }),
  );
}

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.load(codeEntries());
  await loadModels(services);
}
