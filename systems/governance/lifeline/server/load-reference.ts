/** Loads code lists at every start, and thing models, thresholds and response standards once an edition; what keepers change afterwards stays so. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { ThingModel, thingModel } from '../../../../engines/telemetry/contract.ts';
import drainage from '../data/drainage-rules.json' with { type: 'json' };
import risk from '../data/risk-rules.json' with { type: 'json' };
import responses from '../data/response-rules.json' with { type: 'json' };
import small from '../data/small-lists.json' with { type: 'json' };
import models from '../data/thing-models.json' with { type: 'json' };
import thresholds from '../data/thresholds.json' with { type: 'json' };
import { stormFormula } from '../registers/rain.ts';
import { riskFactor, riskGrade } from '../registers/risk.ts';
import { responseRule, threshold } from '../registers/standard.ts';
import { keepAllRules } from './threshold/keep-rules.ts';

const by = 'lifeline';
const mostRows = 1000;

function codeEntries(): readonly CodeEntry[] {
  return Object.entries(small.lists).flatMap(([list, rows]) =>
    rows.map(([code = '', name = ''], order) => ({
      list: `lifeline ${list}`,
      code,
      name,
      parent: null,
      order,
      validFrom: small.validFrom,
      validTo: null,
      source: small.source,
      attributes: {},
    })),
  );
}

/** A model of this code may be there already from another system. */
async function loadModels(services: Services): Promise<void> {
  const data = services.use(store);
  await data.once(`lifeline.models@${models.version}`, () =>
    data.transaction(async (work) => {
      const { trusted } = services.use(registers).of(thingModel);
      const codes = models.models.map(({ code }) => code);
      const known = await trusted.findMany(work.db, {
        filter: { field: 'code', is: 'one-of', value: codes },
        limit: codes.length,
      });
      for (const row of known) {
        // What keepers changed of a property stays; those that are new in this edition are added.
        const now = ThingModel.parse(row.definition);
        const wanted = ThingModel.parse(models.models.find(({ code }) => code === row.code)?.definition);
        const more = wanted.properties.filter(({ name }) =>
          now.properties.every((each) => each.name !== name),
        );
        if (more.length === 0) continue;
        await trusted.update(work, by, row, {
          definition: { ...now, properties: [...now.properties, ...more] },
        });
      }
      const fresh = models.models.filter(({ code }) => !known.some((row) => row.code === code));
      if (fresh.length > 0)
        await trusted.insertMany(
          work,
          by,
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
  const rows = services.use(registers);
  const data = services.use(store);
  await rows.codeLists.load(codeEntries());
  await loadModels(services);
  await data.once(`lifeline.thresholds@${thresholds.version}`, () =>
    data.transaction(async (work) => {
      const { trusted } = rows.of(threshold);
      const keys = thresholds.rows.map(({ key }) => key);
      const known = await trusted.findMany(work.db, {
        filter: { field: 'key', is: 'one-of', value: keys },
        limit: keys.length,
      });
      const fresh = thresholds.rows.filter(({ key }) => !known.some((row) => row.key === key));
      await trusted.insertMany(
        work,
        by,
        fresh.map((row) => ({ ...row, enabled: true })),
      );
      await keepAllRules(services, work);
    }),
  );
  await data.once(`lifeline.responses@${responses.version}`, () =>
    data.transaction(async (work) => {
      const { trusted } = rows.of(responseRule);
      const known = await trusted.findEvery(work.db, { most: mostRows });
      // What keepers made of a level stays the newest.
      const fresh = responses.rows.filter(({ kind, level }) =>
        known.every((each) => each.kind !== kind || each.level !== level),
      );
      await trusted.insertMany(
        work,
        by,
        fresh.map((row) => ({
          ...row,
          key: `${row.kind}-${row.level}@${responses.version}`,
          source: responses.source,
        })),
      );
    }),
  );
  await data.once(`lifeline.formulas@${drainage.version}`, () =>
    data.transaction(async (work) => {
      await rows.of(stormFormula).trusted.insertMany(work, by, drainage.formulas);
    }),
  );
  await data.once(`lifeline.risk@${risk.version}`, () =>
    data.transaction(async (work) => {
      const { source } = risk;
      const factors = await rows.of(riskFactor).trusted.findEvery(work.db, { most: mostRows });
      const grades = await rows.of(riskGrade).trusted.findEvery(work.db, { most: mostRows });
      await rows.of(riskFactor).trusted.insertMany(
        work,
        by,
        risk.factors
          .filter(({ key }) => factors.every((known) => known.key !== key))
          .map((each) => ({ ...each, source })),
      );
      await rows.of(riskGrade).trusted.insertMany(
        work,
        by,
        risk.grades
          .filter(({ grade }) => grades.every((known) => known.grade !== grade))
          .map((each) => ({ ...each, source })),
      );
    }),
  );
}
