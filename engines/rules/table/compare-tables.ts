/** What changed from one version of a decision table to the next, row by row and cell by cell. */
import { columnTitle, type DecisionTable } from './decision-table.ts';

export interface TableChange {
  readonly kind: 'column' | 'added' | 'removed' | 'changed' | 'moved' | 'policy';
  /** 1-based in the newer table, of a removed row in the older; absent for columns and the policy. */
  readonly row?: number;
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

type Cells = ReadonlyMap<string, { readonly title: string; readonly text: string }>;

function columnsOf(table: DecisionTable): ReadonlyMap<string, { title: string; text: string }> {
  const describe = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');
  return new Map([
    ...table.inputs.map(
      (one) =>
        [
          one.id,
          { title: columnTitle(one), text: describe([one.expression, one.type, one.values]) },
        ] as const,
    ),
    ...table.outputs.map(
      (one) =>
        [
          one.id,
          { title: columnTitle(one), text: describe([one.name, one.type, one.values, one.otherwise]) },
        ] as const,
    ),
  ]);
}

function cellsOf(table: DecisionTable, row: number): Cells {
  const rule = table.rules[row];
  return new Map([
    ...table.inputs.map(
      (one, index) =>
        [one.id, { title: columnTitle(one), text: rule?.inputs[index]?.trim() || '-' }] as const,
    ),
    ...table.outputs.map(
      (one, index) =>
        [one.id, { title: columnTitle(one), text: rule?.outputs[index]?.trim() ?? '' }] as const,
    ),
    ['note', { title: '说明', text: rule?.note ?? '' }] as const,
  ]);
}

function differences(before: Cells, after: Cells): readonly Omit<TableChange, 'kind' | 'row'>[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((id) => {
    const [old, now] = [before.get(id), after.get(id)];
    if (old?.text === now?.text) return [];
    return [{ what: now?.title ?? old?.title ?? id, before: old?.text ?? '', after: now?.text ?? '' }];
  });
}

function summary(cells: Cells): string {
  return [...cells.values()].map((one) => one.text).join(' | ');
}

/** Ids that keep their order among each other, the most of them: what is left over was moved. */
function keptInOrder(ids: readonly string[], before: ReadonlyMap<string, number>): ReadonlySet<string> {
  const best: (readonly string[])[] = [];
  for (const id of ids) {
    const place = before.get(id) ?? 0;
    const longest = best.filter((one) => (before.get(one.at(-1) ?? '') ?? 0) < place).at(-1) ?? [];
    const next = [...longest, id];
    const at = next.length - 1;
    if (best[at] === undefined || (before.get(best[at].at(-1) ?? '') ?? 0) > place) best[at] = next;
  }
  return new Set(best.at(-1));
}

/** Rows and columns are the same when their ids are. */
export function compareTables(before: DecisionTable, after: DecisionTable): readonly TableChange[] {
  const old = new Map(before.rules.map((rule, index) => [rule.id, index]));
  const now = new Set(after.rules.map((rule) => rule.id));
  const staying = after.rules.map((rule) => rule.id).filter((id) => old.has(id));
  const inOrder = keptInOrder(staying, old);
  const policies = [before, after].map((one) => `${one.hitPolicy}${one.aggregator ?? ''}`);
  return [
    ...(policies[0] === policies[1]
      ? []
      : [{ kind: 'policy' as const, what: '命中策略', before: policies[0] ?? '', after: policies[1] ?? '' }]),
    ...differences(columnsOf(before), columnsOf(after)).map((one) => ({ kind: 'column' as const, ...one })),
    ...after.rules.flatMap((rule, index): TableChange[] => {
      const row = index + 1;
      const was = old.get(rule.id);
      if (was === undefined)
        return [{ kind: 'added', row, what: '整行', before: '', after: summary(cellsOf(after, index)) }];
      const moved: TableChange[] = inOrder.has(rule.id)
        ? []
        : [{ kind: 'moved', row, what: '行序', before: `第 ${was + 1} 行`, after: `第 ${row} 行` }];
      const changed = differences(cellsOf(before, was), cellsOf(after, index));
      return [...moved, ...changed.map((one) => ({ kind: 'changed' as const, row, ...one }))];
    }),
    ...before.rules.flatMap((rule, index): TableChange[] =>
      now.has(rule.id)
        ? []
        : [
            {
              kind: 'removed',
              row: index + 1,
              what: '整行',
              before: summary(cellsOf(before, index)),
              after: '',
            },
          ],
    ),
  ];
}
