/** Carries out one check and keeps it: judged, written down, and its digest put into the log, all in one transaction. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import {
  boundsOf,
  type MultiPolygon,
  type ShapeRemark,
  toGeoJson,
} from '../../../../../engines/maps/index.ts';
import { maps } from '../../../../../engines/maps/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { sm3 } from '../../../../../engines/trust/index.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import type { Category, checkSources } from '../../data/small-lists.ts';
import { check } from '../../registers/check.ts';
import type { CheckResult } from '../../routes/shapes.ts';
import { versionsInForce } from './find-versions.ts';
import { type Judgement, judgeArea, toMu } from './judge-area.ts';

/** Name of the log. */
export const checkLog = 'land-plan';

export interface WantedCheck {
  readonly title: string;
  readonly source: keyof typeof checkSources;
  readonly project: string | null;
  readonly area: MultiPolygon;
  readonly category: Category;
  readonly activity: string | null;
  readonly plannedUse: string | null;
  readonly county: string | null;
  readonly datum: string;
  readonly mended: readonly ShapeRemark[];
  readonly statedDifference: number | null;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The county that holds the middle of the area, or else its first corner. */
export async function countyOf(services: Services, area: MultiPolygon): Promise<string | null> {
  const [west, south, east, north] = boundsOf(area);
  const middle = await services.use(maps).areaAt((west + east) / 2, (south + north) / 2);
  if (middle.county !== null) return middle.county.code;
  const [lon, lat] = area[0]?.[0]?.[0] ?? [0, 0];
  return (await services.use(maps).areaAt(lon, lat)).county?.code ?? null;
}

export function placeOf(area: MultiPolygon): { readonly lon: number; readonly lat: number } {
  const [west, south, east, north] = boundsOf(area);
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
}

/** What is proven: the shape by its digest, the versions, the areas, the conclusion. No personal value but the id of who asked. */
function stateCheck(work: Work, by: string, wanted: WantedCheck, judgement: Judgement): string {
  return JSON.stringify({
    at: work.now.toISOString(),
    by,
    title: wanted.title,
    shape: hex(sm3(new TextEncoder().encode(JSON.stringify(toGeoJson(wanted.area))))),
    squareMetres: judgement.squareMetres,
    conclusion: judgement.conclusion,
    lines: judgement.findings.map(({ line, version, relation, squareMetres, conclusion }) => ({
      line,
      version: version?.id ?? null,
      relation,
      squareMetres,
      conclusion,
    })),
  });
}

function toResult(id: string, wanted: WantedCheck, judgement: Judgement, checkedAt: string): CheckResult {
  return {
    id,
    title: wanted.title,
    project: wanted.project,
    checkedAt,
    category: wanted.category,
    conclusion: judgement.conclusion,
    squareMetres: judgement.squareMetres,
    mu: toMu(judgement.squareMetres),
    county: wanted.county,
    datum: wanted.datum,
    statedDifference: wanted.statedDifference,
    mended: wanted.mended.map(({ message, at }) => ({ message, at: at === null ? null : [...at] })),
    shape: toGeoJson(wanted.area),
    findings: [...judgement.findings],
  };
}

export async function keepCheck(
  services: Services,
  work: Work,
  by: string,
  wanted: WantedCheck,
): Promise<CheckResult> {
  const versions = await versionsInForce(services, work.db, shanghaiDate(work.now));
  const { area, category } = wanted;
  const judgement = await judgeArea(services, work.db, { area, category, versions, at: work.now });
  const statement = stateCheck(work, by, wanted, judgement);
  const { first } = await services
    .use(trust)
    .logs.append(work, checkLog, [sm3(new TextEncoder().encode(statement))]);
  const checkedAt = work.now.toISOString();
  const result = toResult('', wanted, judgement, checkedAt);
  const row = await services
    .use(registers)
    .of(check)
    .trusted.insert(work, by, {
      title: wanted.title,
      project: wanted.project,
      source: wanted.source,
      category,
      activity: wanted.activity,
      plannedUse: wanted.plannedUse,
      county: wanted.county,
      squareMetres: judgement.squareMetres,
      conclusion: judgement.conclusion,
      checkedAt,
      checker: by,
      datum: wanted.datum,
      shape: result.shape,
      mended: { remarks: result.mended, statedDifference: wanted.statedDifference },
      findings: result.findings,
      statement,
      leaf: first,
    });
  return { ...result, id: row.id };
}
