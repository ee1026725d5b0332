/** Handlers of checks, of the catalogue of lines and of what lies in the view of the map. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { type Bounds, readGeometry, shapeArea, toGeoJson } from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { controlLines, findLine } from '../../data/lines.ts';
import { errors } from '../../errors.ts';
import { check } from '../../registers/check.ts';
import { planVersion } from '../../registers/plan-version.ts';
import type { checkRoutes } from '../../routes/check-routes.ts';
import { findLargest, readParcels, type VersionRow } from './find-parcels.ts';
import { versionsInForce } from './find-versions.ts';
import { centimetres } from './judge-area.ts';
import { checkLog, countyOf, keepCheck } from './keep-check.ts';
import { readAreasFile, readAsked, wordsOf } from './read-asked.ts';
import { getCheck, showCheck } from './read-check.ts';
import { renderReport } from './render-report.ts';

/** A map shows no more areas than people can tell apart; the larger ones come first. */
const mostShown = 800;
const mostPlots = 500;

/** Whoever checks for one county checks land of that county. */
export function holdToArea(
  context: Context,
  permission: 'check' | 'keep-projects',
  county: string | null,
): void {
  const decision = context.use(access).decide(context.principal, `land-plan:${permission}`);
  if (!decisionMatches(decision, { area: county ?? undefined, subjects: [context.principal.id] }))
    throw commonErrors.forbidden();
}

export const checkHandlers: Handlers<typeof checkRoutes> = {
  async check(input, context) {
    if (input.category === 'limited' && input.activity === undefined)
      throw errors.activityNeeded({}, [{ path: 'activity', message: '请选择' }]);
    const { area, declared, mended, statedDifference } = await readAsked(context, input);
    const county = await countyOf(context, area);
    holdToArea(context, 'check', county);
    return context.use(store).transaction((work) =>
      keepCheck(context, work, context.principal.id, {
        title: input.title,
        source: context.principal.kind === 'service' ? 'interface' : 'page',
        project: null,
        area,
        category: input.category,
        activity: input.activity ?? null,
        plannedUse: input.plannedUse ?? null,
        county,
        datum: wordsOf(declared),
        mended,
        statedDifference,
      }),
    );
  },
  async readShape(input, context) {
    if (input.file !== undefined && input.row === undefined) {
      const { features, declared } = await readAreasFile(context, input.file);
      if (features.length > 1)
        return {
          plots: features.slice(0, mostPlots).map(({ row, properties }) => ({
            row,
            name: String(
              properties['name'] ?? properties['名称'] ?? properties['地块名称'] ?? `第 ${row} 块`,
            ),
          })),
          shape: null,
          squareMetres: 0,
          datum: declared?.datum ?? null,
          zone: declared?.zone ?? null,
          mended: [],
          statedDifference: null,
        };
    }
    const { area, declared, mended, statedDifference } = await readAsked(context, input);
    return {
      plots: [],
      shape: toGeoJson(area),
      squareMetres: centimetres(shapeArea(area)),
      datum: declared.datum,
      zone: declared.zone ?? null,
      mended: mended.map(({ message, at }) => ({ message, at: at === null ? null : [...at] })),
      statedDifference,
    };
  },
  async result({ id }, context) {
    return showCheck(await getCheck(context, id));
  },
  report: renderReport,
  async receipt({ id }, context) {
    await getCheck(context, id);
    const row = await context.use(registers).of(check).trusted.find(context.use(store).db, id);
    if (row === undefined || row.leaf === null) throw errors.noCheck();
    const receipt = await context.use(trust).logs.receipt(checkLog, row.leaf, row.statement ?? '');
    return {
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(receipt, null, 1)),
      fileName: `receipt-${id}.json`,
    };
  },
  async lines(_, context) {
    const inForce = await versionsInForce(context, context.use(store).db, shanghaiDate(context.now));
    return {
      lines: controlLines.map(({ code, title, colour, source }) => {
        const version = inForce.get(code);
        return {
          code,
          title,
          colour,
          source,
          version:
            version === undefined
              ? null
              : {
                  id: version.id,
                  title: version.title,
                  documentNumber: version.documentNumber ?? '',
                  effectiveFrom: version.effectiveFrom,
                  parcels: version.parcels,
                  squareMetres: version.squareMetres,
                },
        };
      }),
    };
  },
  async view({ version: id, west, south, east, north }, context) {
    const { db } = context.use(store);
    const inForce = await versionsInForce(context, db, shanghaiDate(context.now));
    const wanted =
      id === undefined
        ? controlLines.flatMap(({ code }) => inForce.get(code) ?? [])
        : [await context.use(registers).of(planVersion).get(context.principal, id)];
    const layers = [];
    for (const version of wanted) layers.push(await showLayer(context, version, [west, south, east, north]));
    return { layers };
  },
};

async function showLayer(context: Context, version: VersionRow, box: Bounds) {
  const { db } = context.use(store);
  const { total, ids } = await findLargest(context, version, box, mostShown);
  const rows = await readParcels(context, db, ids);
  const largest = rows.toSorted((a, b) => (b.squareMetres ?? 0) - (a.squareMetres ?? 0));
  const line = findLine(version.line);
  return {
    line: version.line,
    title: line?.title ?? version.line,
    colour: line?.colour ?? '#8c8c8c',
    total,
    parcels: largest.map((each) => ({
      id: each.id,
      number: each.number,
      name: each.name,
      squareMetres: each.squareMetres ?? 0,
      shape: toGeoJson(readGeometry(each.shape) ?? []),
    })),
  };
}
