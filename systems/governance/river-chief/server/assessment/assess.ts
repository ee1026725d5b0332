/** Counties ranked by the published formula. The ranking is the city's and open to whoever may assess; the rows behind it follow his reach. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { areaAtLevel } from '../../../../../kernel/area.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import {
  type Cells,
  type Counted,
  type ItemId,
  items,
  ranksOf,
  ratioOf,
  scoreOf,
} from '../../assessment/score.ts';
import table from '../../data/assessment.json' with { type: 'json' };
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Span } from '../../patrol/periods.ts';
import { reach } from '../../registers/river.ts';
import type { assessmentRoutes, CountyScore } from '../../routes/assessment-routes.ts';
import { checkSpan, gather, type Piece } from './gather.ts';

const mostReaches = 5000;

export function sumOf(pieces: readonly Piece[]): Counted {
  return {
    numerator: pieces.reduce((sum, { gained }) => sum + gained, 0),
    denominator: pieces.reduce((sum, { wanted }) => sum + wanted, 0),
  };
}

/** Every county that has a reach is ranked, with or without numbers. */
async function countiesOf(services: Services): Promise<readonly string[]> {
  const rows = await services
    .use(registers)
    .of(reach)
    .trusted.findEvery(services.use(store).db, { most: mostReaches });
  const counties = rows.flatMap(({ area }) => areaAtLevel(area, 'county') ?? []);
  return [...new Set(counties)].sort();
}

export async function rankCounties(services: Services, span: Span): Promise<readonly CountyScore[]> {
  const pieces = (await Promise.all(items.map(({ id }) => gather(services, id, span)))).flat();
  const rows = (await countiesOf(services)).map((area) => {
    const cellOf = (item: ItemId) =>
      sumOf(pieces.filter((each) => each.county === area && each.item === item));
    const cells: Cells = {
      patrol: cellOf('patrol'),
      valid: cellOf('valid'),
      closed: cellOf('closed'),
      water: cellOf('water'),
    };
    return { area, areaName: findDivision(area)?.name ?? area, cells, score: scoreOf(cells) };
  });
  const ranks = ranksOf(rows.map(({ score }) => score));
  return rows
    .map(({ cells, ...row }, index) => {
      const shown = (id: ItemId) => ({ ...cells[id], value: ratioOf(cells[id]) });
      return {
        ...row,
        cells: {
          patrol: shown('patrol'),
          valid: shown('valid'),
          closed: shown('closed'),
          water: shown('water'),
        },
        rank: ranks[index] ?? null,
      };
    })
    .sort((a, b) => (a.rank ?? mostReaches) - (b.rank ?? mostReaches) || a.area.localeCompare(b.area));
}

export const assess: Handler<typeof assessmentRoutes.assessment> = async (span, context) => {
  checkSpan(span);
  const { source, version, note } = table;
  return { source, version, note, items: [...items], rows: [...(await rankCounties(context, span))] };
};

export const listRows: Handler<typeof assessmentRoutes.assessmentRows> = async (
  { area, item, ...span },
  context,
) => {
  checkSpan(span);
  const decision = context.use(access).decide(context.principal, 'river-chief:assess');
  if (!decisionMatches(decision, { area })) throw commonErrors.forbidden();
  const pieces = (await gather(context, item, span)).filter(({ county }) => county === area);
  const rows = pieces
    .toSorted((a, b) => a.gained / a.wanted - b.gained / b.wanted || a.title.localeCompare(b.title, 'zh'))
    .map(({ item: _item, county: _county, ...piece }) => piece);
  return { ...sumOf(pieces), rows };
};
