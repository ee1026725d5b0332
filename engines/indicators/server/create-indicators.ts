/** Makes the indicators service: one statement for all asked indicators of one register, and the rows behind each number. */
import type { Decision, Principal } from '../../../kernel/access.ts';
import type { AnyContract } from '../../../kernel/contract.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { Field } from '../../../kernel/register.ts';
import type { AccessService } from '../../access/index.ts';
import type { AggregateGroup, AggregateQuery, RegisterService } from '../../registers/index.ts';
import type { Store } from '../../store/index.ts';
import contract, { indicatorErrors } from '../contract.ts';
import type { ComputeQuery, IndicatorInfo, IndicatorService, IndicatorValue } from '../service.ts';
import { findGroupField } from './group-field.ts';
import { describeIndicators } from './describe-indicators.ts';
import { findMeasure, measuresOf, valueOver } from './measure-indicator.ts';
import { type AreaSource, nameGroups, reachedAreas } from './name-groups.ts';
import { daysOf, splitPeriod } from './split-period.ts';

export interface IndicatorDeps {
  readonly contracts: readonly AnyContract[];
  readonly access: AccessService;
  readonly registers: RegisterService;
  readonly store: Store;
  readonly areas: AreaSource;
}

/** Indicators of one register that one permission guards: they are counted together, over the same rows. */
interface Batch {
  readonly register: string;
  readonly infos: readonly IndicatorInfo[];
  readonly also: Decision;
}

interface GroupedBatch {
  readonly batch: Batch;
  readonly groups: readonly AggregateGroup[];
}

type By = AggregateQuery['by'];

function groupField(registers: RegisterService, register: string, by: string): string {
  const { declaration } = registers.get(register);
  const field = findGroupField(declaration, by);
  if (field === undefined)
    throw commonErrors.invalid({}, [{ path: 'by', message: `“${declaration.title}”不能这样分组` }]);
  return field;
}

function findField(
  registers: RegisterService,
  register: string,
  name: string | undefined,
): Field | undefined {
  return name === undefined ? undefined : registers.get(register).declaration.fields[name];
}

export function createIndicators(deps: IndicatorDeps): IndicatorService {
  const { access, registers, store } = deps;
  const known = describeIndicators(deps.contracts, registers);

  function permissionOf(info: IndicatorInfo): string {
    return `${info.system}:${info.spec.allow}`;
  }

  function get(id: string): IndicatorInfo {
    const info = known.get(id);
    if (info === undefined) throw indicatorErrors.unknown({ indicator: id.slice(0, 60) });
    return info;
  }

  function checkPeriod(query: ComputeQuery): void {
    const days = daysOf(query);
    if (!(days >= 1)) throw commonErrors.invalid({}, [{ path: 'to', message: '结束日期不能早于开始日期' }]);
    const most = store.settings.value(`${contract.id}.longest-days`);
    if (days > most) throw indicatorErrors.longPeriod({ most });
  }

  function batchesOf(principal: Principal, ids: readonly string[]): readonly Batch[] {
    const found = new Map<string, IndicatorInfo[]>();
    for (const id of ids) {
      const info = get(id);
      const key = `${info.register} ${permissionOf(info)}`;
      found.set(key, [...(found.get(key) ?? []), info]);
    }
    return Array.from(found.values(), (infos) => {
      const [first] = infos;
      if (first === undefined) throw new RangeError('an empty batch');
      return { register: first.register, infos, also: access.require(principal, permissionOf(first)) };
    });
  }

  function byOf(register: string, query: ComputeQuery): By {
    if (query.by === undefined || query.by === 'none') return undefined;
    const field = groupField(registers, register, query.by);
    const isArea = findField(registers, register, field)?.type === 'area';
    return { field, ...(isArea ? { level: query.level ?? ('county' as const) } : {}) };
  }

  function questionOf(
    batch: Pick<Batch, 'register' | 'infos' | 'also'>,
    query: ComputeQuery,
  ): AggregateQuery {
    const by = byOf(batch.register, query);
    return {
      from: query.from,
      to: query.to,
      measures: measuresOf(batch.infos),
      also: batch.also,
      ...(by === undefined ? {} : { by }),
      ...(by === undefined || query.group === undefined ? {} : { group: query.group }),
      ...(query.within === undefined ? {} : { within: query.within }),
    };
  }

  function count(
    principal: Principal,
    batches: readonly Batch[],
    query: ComputeQuery,
    every?: AggregateQuery['every'],
  ) {
    return Promise.all(
      batches.map(async (batch): Promise<GroupedBatch> => {
        const question = { ...questionOf(batch, query), ...(every === undefined ? {} : { every }) };
        return { batch, groups: await registers.aggregate(principal, batch.register, question) };
      }),
    );
  }

  function valuesOf(
    counted: readonly GroupedBatch[],
    pick: (group: AggregateGroup) => boolean,
  ): Record<string, IndicatorValue> {
    return Object.fromEntries(
      counted.flatMap(({ batch, groups }) => {
        const chosen = groups.filter(pick);
        return batch.infos.map((info): [string, IndicatorValue] => [info.id, valueOver(info.spec, chosen)]);
      }),
    );
  }

  /** Groups that have rows, and for areas also those within reach that have none. */
  function keysOf(
    principal: Principal,
    counted: readonly GroupedBatch[],
    query: ComputeQuery,
  ): readonly (string | null)[] {
    const keys = new Set(counted.flatMap(({ groups }) => groups.map((group) => group.key)));
    if (query.by === 'none' || query.by === undefined) return [null];
    if (query.by === 'area' && query.group === undefined) {
      const decisions = counted.flatMap(({ batch }) => [
        batch.also,
        registers.decide(principal, batch.register, 'read'),
      ]);
      for (const code of reachedAreas(deps.areas, query.level ?? 'county', query.within, decisions))
        keys.add(code);
    }
    // The group without a value stands last.
    const filled = [...keys].filter((key) => key !== null).sort();
    return keys.has(null) ? [...filled, null] : filled;
  }

  return {
    catalogue: (principal) =>
      [...known.values()].filter(
        (info) =>
          access.decide(principal, permissionOf(info)).permit &&
          registers.decide(principal, info.register, 'read').permit,
      ),
    async compute(principal, ids, query) {
      checkPeriod(query);
      const counted = await count(principal, batchesOf(principal, ids), query);
      const keys = keysOf(principal, counted, query);
      const [first] = counted;
      const by = first === undefined ? undefined : byOf(first.batch.register, query);
      const field = first === undefined ? undefined : findField(registers, first.batch.register, by?.field);
      const names = await nameGroups(deps, field, keys);
      return {
        groups: keys.map((key) => ({
          key,
          name: names.get(key) ?? '',
          values: valuesOf(counted, (group) => group.key === key),
        })),
        total: valuesOf(counted, () => true),
      };
    },
    async trend(principal, ids, query) {
      checkPeriod(query);
      // A trend is of one group or of all: the buckets alone are grouped.
      const { by = 'none', ...rest } = query;
      const asked = query.group === undefined ? rest : { ...rest, by };
      const counted = await count(principal, batchesOf(principal, ids), asked, query.every);
      return splitPeriod(query, query.every).map(({ name, from, to }) => ({
        from,
        to,
        values: valuesOf(counted, (group) => group.bucket === name),
      }));
    },
    async drill(principal, id, query) {
      checkPeriod(query);
      const info = get(id);
      const also = access.require(principal, permissionOf(info));
      const measure = findMeasure(info.spec, query.part);
      if (measure === undefined)
        throw commonErrors.invalid({}, [{ path: 'part', message: '这个指标没有分母' }]);
      const question = {
        ...questionOf({ register: info.register, infos: [], also }, query),
        measures: { asked: measure },
      };
      const { sort, page, size } = query;
      const found = await registers.counted(principal, info.register, question, {
        measure: 'asked',
        ...(sort === undefined ? {} : { sort }),
        ...(page === undefined ? {} : { page }),
        ...(size === undefined ? {} : { size }),
      });
      return { ...found, labels: await registers.labels(principal, info.register, found.rows) };
    },
  };
}
