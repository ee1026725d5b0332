/** How long one check of a 500-corner area against 200,000 red-line parcels takes: by the index of boxes, beside looking at every parcel. */
import { parseArgs } from 'node:util';
import { registers } from '../engines/registers/service.ts';
import {
  boundsOf,
  intersectShapes,
  type MultiPolygon,
  type Position,
  shapeArea,
} from '../engines/maps/index.ts';
import { planVersion } from '../systems/governance/land-plan/registers/plan-version.ts';
import { versionsInForce } from '../systems/governance/land-plan/server/check/find-versions.ts';
import { judgeArea } from '../systems/governance/land-plan/server/check/judge-area.ts';
import {
  type GivenParcel,
  writeParcels,
} from '../systems/governance/land-plan/server/version/import-parcels.ts';
import { publishRow } from '../systems/governance/land-plan/server/version/publish-version.ts';
import { steadyRandom } from '../systems/governance/land-plan/server/demo/make-lines.ts';
import system from '../systems/governance/land-plan/system.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { percentile } from './support/percentile.ts';

/** Twelve-cornered fields of some 100 m, side by side. */
function field(west: number, south: number, random: () => number): MultiPolygon {
  const ring = Array.from({ length: 12 }, (_, index): Position => {
    const angle = (2 * Math.PI * index) / 12;
    const reach = 0.00055 * (0.8 + 0.2 * random());
    return [west + reach * Math.cos(angle), south + reach * Math.sin(angle)];
  });
  return [[ring]];
}

function land(lon: number, lat: number, random: () => number): MultiPolygon {
  const ring = Array.from({ length: 500 }, (_, index): Position => {
    const angle = (2 * Math.PI * index) / 500;
    const reach = 0.003 * (0.8 + 0.2 * random());
    return [lon + reach * Math.cos(angle), lat + reach * Math.sin(angle)];
  });
  return [[ring]];
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { parcels: { type: 'string', default: '200000' }, checks: { type: 'string', default: '60' } },
  });
  const count = Number(values.parcels);
  const checks = Number(values.checks);
  const bench = await openBenchCity({ systems: [system] });
  const { services, store } = bench.city;
  try {
    const random = steadyRandom(3);
    const side = Math.ceil(Math.sqrt(count));
    const [west, south] = [115.55, 32.72];
    const parcels = Array.from(
      { length: count },
      (_, index): GivenParcel => ({
        number: String(index + 1),
        name: null,
        landUse: null,
        shape: field(west + (index % side) * 0.0011, south + Math.floor(index / side) * 0.0011, random),
      }),
    );
    const began = performance.now();
    const chunk = 20_000;
    let version = await store.transaction((work) =>
      services.use(registers).of(planVersion).trusted.insert(work, 'bench', {
        line: 'farmland',
        title: '测速',
        documentNumber: '1',
        authority: '1',
        approvedOn: '2026-01-01',
        effectiveFrom: '2026-01-01',
        status: 'draft',
        parcels: 0,
      }),
    );
    for (let at = 0; at < parcels.length; at += chunk)
      version = await store.transaction((work) =>
        writeParcels(services, work, 'bench', version, parcels.slice(at, at + chunk)),
      );
    await store.transaction((work) => publishRow(services, work, 'bench', version));
    console.log(`写入 ${count} 个图斑：${((performance.now() - began) / 1000).toFixed(1)} s`);

    const at = new Date();
    const versions = await versionsInForce(services, store.db, '2026-11-27');
    const ask = (area: MultiPolygon) =>
      judgeArea(services, store.db, { area, category: 'ordinary', versions, at });
    const reach = side * 0.0011;
    const anywhere = () => land(west + random() * reach, south + random() * reach, random);
    const first = performance.now();
    await ask(anywhere());
    console.log(`第一次审查（读入索引）：${(performance.now() - first).toFixed(0)} ms`);
    const times: number[] = [];
    const areas = Array.from({ length: checks }, anywhere);
    for (const area of areas) {
      const start = performance.now();
      await ask(area);
      times.push(performance.now() - start);
    }
    console.log(
      `审查 500 点：p50 ${percentile(times, 0.5).toFixed(1)} ms，p95 ${percentile(times, 0.95).toFixed(1)} ms（目标 <200 ms）`,
    );

    // The naive way with everything in memory already: every parcel is cut with the land.
    const [sample] = areas;
    if (sample !== undefined) {
      const start = performance.now();
      let naive = 0;
      for (const { shape } of parcels) naive += shapeArea(intersectShapes(sample, shape));
      const spent = performance.now() - start;
      const found = (await ask(sample)).findings.find(({ line }) => line === 'farmland');
      const [w, s, e, n] = boundsOf(sample);
      console.log(
        `逐个图斑求交：${spent.toFixed(0)} ms；面积 ${naive.toFixed(2)} 与审查 ${((found?.squareMetres ?? 0) + (found?.sliverSquareMetres ?? 0)).toFixed(2)} ㎡（${((e - w) * 93_600).toFixed(0)} × ${((n - s) * 110_900).toFixed(0)} m）`,
      );
    }
  } finally {
    await bench.close();
  }
}
