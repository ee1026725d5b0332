/** Words for a card on the phone: values by their lists, sources with their dates, what waits laid over what was read. Pure. */
import type { Draft } from '../../../../../ui/draft.ts';
import type { Card, Village } from './use-village.ts';

export type Value = string | number | boolean | null;
export type Field = Village['fields'][number];
export type ShownRow = Card['household'];

export interface EditedPlace {
  readonly of: 'household' | 'member';
  readonly member: string | null;
  readonly field: string;
}

export function keyOf({ of, member, field }: EditedPlace): string {
  return `${of}/${member ?? ''}/${field}`;
}

export function rowsOf(card: Card, of: 'household' | 'member'): readonly ShownRow[] {
  return of === 'household' ? [card.household] : card.members;
}

export function rowOf(card: Card, place: Pick<EditedPlace, 'of' | 'member'>): ShownRow | undefined {
  return place.of === 'household' ? card.household : card.members.find(({ id }) => id === place.member);
}

export function valueText(village: Village, field: Field | undefined, value: Value | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (field?.list)
    return village.lists[field.list]?.find(({ code }) => code === value)?.name ?? String(value);
  return field?.unit ? `${value} ${field.unit}` : String(value);
}

export const sourceNames: Readonly<Record<string, string>> = {
  collect: '村级采集',
  push: '部门更正',
  library: '人口基础库',
  import: '表格导入',
  event: '生活事件',
};

export function sourceText(row: ShownRow, field: string): string | undefined {
  const origin = row.origins[field];
  if (origin === undefined) return undefined;
  return `数据来源：${origin.by} ${origin.at.slice(0, 10)}`;
}

export function headOf(card: Card): string {
  const head = card.members.find(({ values }) => values['relation'] === '02' && isLiving(values));
  return String(head?.values['name'] ?? '（没有户主）');
}

export function isLiving(values: ShownRow['values']): boolean {
  return (values['standing'] ?? 'living') === 'living';
}

export function nameOf(card: Card, place: Pick<EditedPlace, 'of' | 'member'>): string {
  return place.of === 'household' ? '本户' : String(rowOf(card, place)?.values['name'] ?? '');
}

/** What waits for the network is shown as if it had arrived, and is asked no more. */
export function withWaiting(card: Card, drafts: readonly Draft[]): Card {
  const own = drafts.filter(
    (draft) => draft.state === 'queued' && draft.values['household'] === card.household.id,
  );
  if (own.length === 0) return card;
  const edits = own.flatMap(({ values }) => (values['edits'] ?? []) as (EditedPlace & { value: Value })[]);
  const confirms = own.flatMap(({ values }) => (values['confirms'] ?? []) as EditedPlace[]);
  const touched = new Set([...edits, ...confirms].map(keyOf));
  const lay = (row: ShownRow, of: 'household' | 'member'): ShownRow => ({
    ...row,
    values: {
      ...row.values,
      ...Object.fromEntries(
        edits
          .filter((edit) => edit.of === of && (of === 'household' || edit.member === row.id))
          .map(({ field, value }) => [field, value]),
      ),
    },
  });
  return {
    ...card,
    household: lay(card.household, 'household'),
    members: card.members.map((row) => lay(row, 'member')),
    wanted: card.wanted.filter((place) => !touched.has(keyOf(place))),
  };
}
