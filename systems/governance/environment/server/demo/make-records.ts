/** Demo samples of water, noise, soil, radiation and carbon (演示数据). */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { greenhouseRecord, noiseRecord, radiationRecord, soilRecord } from '../../registers/other.ts';
import { waterSample, waterSection } from '../../registers/water.ts';
import demo from './demo-environment.json' with { type: 'json' };
import { by } from './make-places.ts';

const day = 86_400_000;
const months = 12;

/** A year has its low water in winter and its high water in July: phosphorus and nitrogen follow. */
function seasonal(base: number, month: number, swing: number, seed: number): number {
  const wave = 1 + swing * Math.cos(((month - 1) / 12) * 2 * Math.PI) + 0.05 * Math.sin(seed * 7 + month * 3);
  return Number((base * wave).toPrecision(3));
}

function samplesOf(
  section: { readonly id: string; readonly area: string },
  bases: readonly number[],
  seed: number,
  now: number,
) {
  const [ph = 7, oxygen = 6, codmn = 5, cod = 18, nh3n = 0.6, tp = 0.15] = bases;
  return Array.from({ length: months }, (_, back) => {
    const at = new Date(now - (months - 1 - back) * 30 * day - 3 * day);
    const month = at.getUTCMonth() + 1;
    return {
      section: section.id,
      area: section.area,
      sampledAt: at.toISOString(),
      ph,
      do: seasonal(oxygen, month, 0.18, seed),
      codmn: seasonal(codmn, month, -0.08, seed),
      cod: seasonal(cod, month, -0.1, seed),
      bod5: seasonal(cod / 6, month, -0.1, seed),
      nh3n: seasonal(nh3n, month, 0.35, seed),
      tp: seasonal(tp, month, 0.25, seed),
      f: 0.4,
      oil: 0.01,
      phenol: 0.0003,
      cn: 0.002,
    };
  });
}

export async function makeRecords(services: Services): Promise<void> {
  const rows = services.use(registers);
  const data = services.use(store);
  const now = data.clock.now().getTime();
  await data.transaction(async (work) => {
    const sections = await rows.of(waterSection).trusted.findMany(work.db, { limit: 200 });
    const bases = new Map(
      demo.sections.map((each) => [String(each[0]), each[9] as unknown as readonly number[]]),
    );
    for (const [seed, section] of sections.entries())
      await rows
        .of(waterSample)
        .trusted.insertMany(work, by, samplesOf(section, bases.get(section.code) ?? [], seed, now));
    const at = (days: number, hour: number) =>
      new Date(Math.floor(now / day) * day - days * day + (hour - 8) * 3_600_000).toISOString();
    await rows.of(noiseRecord).trusted.insertMany(
      work,
      by,
      demo.noise.flatMap((each, index) => {
        const [place, zone, area, lon, lat, byDay, byNight] = each as unknown as readonly [
          string,
          string,
          string,
          number,
          number,
          number,
          number,
        ];
        const common = { place, zone, area, position: { lon, lat } };
        return [
          { ...common, measuredAt: at(index + 1, 10), level: byDay },
          { ...common, measuredAt: at(index + 1, 23), level: byNight },
        ];
      }),
    );
    await rows.of(soilRecord).trusted.insertMany(
      work,
      by,
      demo.soil.map((each, index) => {
        const [place, land, area, lon, lat, values] = each as unknown as readonly [
          string,
          string,
          string,
          number,
          number,
          readonly number[],
        ];
        const [as = 0, cd = 0, cr6 = 0, cu = 0, pb = 0, hg = 0, ni = 0] = values;
        return {
          place,
          land,
          area,
          position: { lon, lat },
          sampledOn: at(20 + index, 10).slice(0, 10),
          as,
          cd,
          cr6,
          cu,
          pb,
          hg,
          ni,
        };
      }),
    );
    await rows.of(radiationRecord).trusted.insertMany(
      work,
      by,
      demo.radiation.flatMap((each) => {
        const [place, area, lon, lat, values, background] = each as unknown as readonly [
          string,
          string,
          number,
          number,
          readonly number[],
          number,
        ];
        return values.map((gamma, index) => ({
          place,
          area,
          position: { lon, lat },
          measuredAt: at(index + 1, 9),
          gamma,
          background,
        }));
      }),
    );
    await rows.of(greenhouseRecord).trusted.insertMany(
      work,
      by,
      demo.greenhouse.map((each) => {
        const [enterprise, area, year, electricity, rawCoal, naturalGas, diesel, quota] =
          each as unknown as readonly [string, string, number, number, number, number | null, number, number];
        return { enterprise, area, year, electricity, rawCoal, naturalGas, diesel, quota };
      }),
    );
  });
}
