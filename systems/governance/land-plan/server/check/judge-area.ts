/** Judges an area by every control line: the versions in force, the areas, and the conclusion that the table of rules draws. */
import type { Services } from '../../../../../kernel/system.ts';
import {
  boundsOf,
  type MultiPolygon,
  readGeometry,
  shapeArea,
  squareMetresAMu,
  toGeoJson,
} from '../../../../../engines/maps/index.ts';
import { rules } from '../../../../../engines/rules/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { type Conclusion, isConclusion, type Relation, worst } from '../../data/conclusions.ts';
import { type ControlLine, controlLines } from '../../data/lines.ts';
import ruleRows from '../../data/rules.json' with { type: 'json' };
import type { Category } from '../../data/small-lists.ts';
import { errors } from '../../errors.ts';
import type { LineFinding } from '../../routes/shapes.ts';
import { setting } from '../setting.ts';
import { findNear, type ParcelRow, readParcels, type VersionRow } from './find-parcels.ts';
import { type JudgedLine, judgeInside, judgeOutside, type Tolerances } from './judge-line.ts';

/** A finding names this many parcels, the largest first; the report says how many there are. */
const mostNamed = 50;

export interface Question {
  readonly area: MultiPolygon;
  readonly category: Category;
  /** Line → version in force. */
  readonly versions: ReadonlyMap<string, VersionRow>;
  readonly at: Date;
}

export interface Judgement {
  readonly squareMetres: number;
  readonly conclusion: Conclusion;
  readonly findings: readonly LineFinding[];
}

export function centimetres(value: number): number {
  return Math.round(value * 100) / 100;
}

export function toMu(squareMetres: number): number {
  return Math.round((squareMetres / squareMetresAMu) * 10_000) / 10_000;
}

async function parcelsNear(services: Services, db: Database, version: VersionRow, area: MultiPolygon) {
  const ids = await findNear(services, version, boundsOf(area));
  const most = setting(services, 'most-candidates');
  if (ids.length > most) throw errors.tooManyParcels({ most });
  return (await readParcels(services, db, ids)).map((row) => ({
    parcel: row,
    shape: readGeometry(row.shape) ?? [],
  }));
}

/** Conclusion and demand for one line, by the table in force at the moment of the check. */
async function conclude(services: Services, line: string, relation: Relation, { category, at }: Question) {
  const input = { 管控线: line, 关系: relation, 项目类别: category };
  const decided = await services.use(rules).decide(ruleRows.key, input, at);
  const { 结论: conclusion, 要求: demand } = decided.value as { 结论: unknown; 要求: unknown };
  const [matched] = decided.matched.flatMap((one) => one.rows);
  return {
    // Whoever edits the table may write anything: what is not understood is not let through.
    conclusion: isConclusion(conclusion) ? conclusion : ('verify' as const),
    demand: typeof demand === 'string' ? demand : '',
    basis: `${matched?.note ?? ''}（审查规则第 ${decided.version} 版第 ${matched?.row ?? '—'} 行）`,
  };
}

function nameParcels(judged: JudgedLine<ParcelRow>): LineFinding['parcels'] {
  return judged.parcels.slice(0, mostNamed).map(({ parcel, relation, squareMetres, width }) => ({
    id: parcel.id,
    number: parcel.number,
    name: parcel.name,
    landUse: parcel.landUse,
    relation,
    squareMetres: centimetres(squareMetres),
    width: Math.round(width * 1000) / 1000,
  }));
}

async function judgeLine(
  services: Services,
  db: Database,
  line: ControlLine,
  question: Question,
  whole: number,
): Promise<LineFinding | undefined> {
  const version = question.versions.get(line.code);
  if (version === undefined && !line.needed) return undefined;
  const tolerances: Tolerances = {
    sliver: setting(services, 'sliver-centimetres') / 100,
    touch: setting(services, 'touch-centimetres') / 100,
  };
  const judge = line.side === 'inside' ? judgeInside<ParcelRow> : judgeOutside<ParcelRow>;
  const judged =
    version === undefined
      ? undefined
      : judge(question.area, await parcelsNear(services, db, version, question.area), tolerances);
  const relation: Relation = judged?.relation ?? 'unknown';
  const squareMetres = centimetres(judged?.squareMetres ?? 0);
  return {
    line: line.code,
    title: line.side === 'inside' ? line.title : `${line.title}以外`,
    colour: line.colour,
    version:
      version === undefined
        ? null
        : {
            id: version.id,
            title: version.title,
            documentNumber: version.documentNumber ?? '',
            effectiveFrom: version.effectiveFrom,
          },
    relation,
    squareMetres,
    mu: toMu(squareMetres),
    share: whole === 0 ? 0 : Math.min(1, squareMetres / whole),
    sliverSquareMetres: centimetres(judged?.sliverSquareMetres ?? 0),
    ...(await conclude(services, line.code, relation, question)),
    parcels: judged === undefined ? [] : nameParcels(judged),
    parcelCount: judged?.parcels.length ?? 0,
    pieces: toGeoJson(judged?.pieces ?? []),
  };
}

export async function judgeArea(services: Services, db: Database, question: Question): Promise<Judgement> {
  const squareMetres = centimetres(shapeArea(question.area));
  const findings: LineFinding[] = [];
  for (const line of controlLines) {
    const finding = await judgeLine(services, db, line, question, squareMetres);
    if (finding !== undefined) findings.push(finding);
  }
  return { squareMetres, conclusion: worst(findings.map(({ conclusion }) => conclusion)), findings };
}
