/** The indicators engine's own routes. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import type { RegisterService } from '../../registers/index.ts';
import contract, { type CatalogueEntry } from '../contract.ts';
import { groupingsOf } from './group-field.ts';
import type { ComputeQuery, IndicatorInfo, IndicatorService } from '../service.ts';

function entryOf(info: IndicatorInfo, registers: RegisterService): CatalogueEntry {
  const { id, spec, system, systemTitle, register } = info;
  const { declaration } = registers.get(register);
  return {
    id,
    title: spec.title,
    formula: spec.formula,
    source: spec.source,
    kind: spec.kind,
    better: spec.better,
    unit: spec.unit ?? '',
    system,
    systemTitle,
    register,
    registerKind: declaration.kind,
    groupings: groupingsOf(declaration),
  };
}

interface Parsed {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly level: 'county' | 'town';
  readonly within?: string | undefined;
  readonly group?: string | null | undefined;
}

function queryOf({ from, to, by, level, within, group }: Parsed): ComputeQuery {
  return {
    from,
    to,
    by,
    level,
    ...(within === undefined ? {} : { within }),
    ...(group === undefined ? {} : { group }),
  };
}

export function indicatorsSystem(service: IndicatorService, registers: RegisterService): System {
  return defineSystem({
    contract,
    handlers: {
      catalogue: (_input, { principal }) =>
        service.catalogue(principal).map((info) => entryOf(info, registers)),
      async compute(input, { principal }) {
        const { groups, total } = await service.compute(principal, input.indicators, queryOf(input));
        return { groups: [...groups], total };
      },
      trend: async (input, { principal }) => [
        ...(await service.trend(principal, input.indicators, { ...queryOf(input), every: input.every })),
      ],
      async drill(input, { principal }) {
        const { part, sort, page, size } = input;
        const paging = { page, size, ...(sort === undefined ? {} : { sort }) };
        const found = await service.drill(principal, input.indicator, { ...queryOf(input), part, ...paging });
        return { ...found, rows: [...found.rows] };
      },
    },
  });
}
