/** How an uploaded layer is drawn by one of its columns: numbers in five classes of about equally many, other values by the most frequent. */
import { z } from 'zod';
import { valueColours } from '../../data/class-colours.ts';
import { classify } from '../class-values.ts';
import { numberOf } from './column-kinds.ts';
import type { KeptShape, LayerRow } from './uploaded.ts';

const StyleClass = z.object({
  title: z.string(),
  colour: z.string(),
  /** Of words. */
  value: z.string().optional(),
  /** Of numbers, both ends in. */
  from: z.number().optional(),
  to: z.number().optional(),
});

export const LayerStyle = z.object({ column: z.string(), classes: z.array(StyleClass) });
export type LayerStyle = z.infer<typeof LayerStyle>;

export const otherColour = '#8c8c8c';
const otherTitle = '其他或未填';

type Properties = Readonly<Record<string, string | number | null>>;
const propertiesOf = ({ row }: KeptShape) => (row.properties ?? {}) as Properties;

export function styleOf(row: LayerRow): LayerStyle | undefined {
  return LayerStyle.safeParse(row.style).data;
}

function byNumber(values: readonly number[]): LayerStyle['classes'] {
  const text = (value: number) => value.toLocaleString('zh-CN', { maximumFractionDigits: 2 });
  return classify(values).classes.map(({ from, to, colour }) => ({
    from,
    to,
    colour,
    title: from === to ? text(from) : `${text(from)} – ${text(to)}`,
  }));
}

function byValue(values: readonly string[]): LayerStyle['classes'] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .toSorted(([one, few], [other, many]) => many - few || one.localeCompare(other, 'zh-CN'))
    .slice(0, valueColours.length)
    .map(([value], index) => ({ value, title: value, colour: valueColours[index] ?? otherColour }));
}

export function makeStyle(column: string, isNumber: boolean, shapes: readonly KeptShape[]): LayerStyle {
  const cells = shapes.map((shape) => propertiesOf(shape)[column]);
  const classes = isNumber
    ? byNumber(cells.flatMap((cell) => numberOf(cell) ?? []))
    : byValue(
        cells.flatMap((cell) => (cell === null || cell === undefined || cell === '' ? [] : [String(cell)])),
      );
  return { column, classes };
}

/** Place among the classes; undefined for none of them. */
export function classOfShape(style: LayerStyle, shape: KeptShape): number | undefined {
  const cell = propertiesOf(shape)[style.column];
  const number = numberOf(cell);
  const place = style.classes.findIndex(({ value, from = Infinity, to = -Infinity }) =>
    value === undefined ? number !== undefined && number >= from && number <= to : value === String(cell),
  );
  return place < 0 ? undefined : place;
}

/** With the rest at its end, as the legend shows it. */
export function legendOf(style: LayerStyle): readonly { readonly title: string; readonly colour: string }[] {
  return [
    ...style.classes.map(({ title, colour }) => ({ title, colour })),
    { title: otherTitle, colour: otherColour },
  ];
}
