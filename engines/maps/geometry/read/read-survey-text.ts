/** 勘测定界坐标文本: the text in which surveyors deliver plots for land approval, [属性描述] then [地块坐标], X northing and Y easting. */
import type { Position } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import type { ReadAreas, ReadFeature, ReadLimits } from './areas.ts';
import { fromSurveyHead } from './read-projection.ts';

interface Plot {
  readonly row: number;
  readonly properties: Record<string, string | number | null>;
  /** Ring number → its points; the first ring is the outside. */
  readonly rings: Map<string, Position[]>;
}

/** 界址点数,地块面积(公顷),地块编号,地块名称,图形属性,图幅号,地块用途,地类编码,@ */
const plotColumns = ['点数', '面积', '编号', '名称', '图形', '图幅号', '用途', '地类编码'] as const;

function beginPlot(line: string, row: number): Plot {
  const cells = line.split(',');
  const properties: Record<string, string | number | null> = {};
  plotColumns.forEach((column, index) => {
    properties[column] = cells[index]?.trim() || null;
  });
  return { row, properties, rings: new Map() };
}

function readPoint(line: string, plot: Plot, number: number): void {
  const [, ring = '1', north = '', east = ''] = line.split(',').map((cell) => cell.trim());
  const at: Position = [Number(east || Number.NaN), Number(north || Number.NaN)];
  if (!Number.isFinite(at[0]) || !Number.isFinite(at[1]))
    throw new FileProblem(`第 ${number} 行不是“点号,圈号,X坐标,Y坐标”`);
  const points = plot.rings.get(ring) ?? [];
  points.push(at);
  plot.rings.set(ring, points);
}

export function readSurveyText(text: string, limits: ReadLimits): ReadAreas {
  const head = new Map<string, string>();
  const plots: Plot[] = [];
  let part = '';
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === '') return;
    if (line.startsWith('[')) part = line;
    else if (part === '[属性描述]') {
      const [name = '', value = ''] = line.split('=');
      head.set(name.trim(), value.trim());
    } else if (line.endsWith('@')) {
      if (plots.length >= limits.features) throw new FileProblem(`地块超过 ${limits.features} 个`);
      plots.push(beginPlot(line, plots.length + 1));
    } else {
      const plot = plots.at(-1);
      if (plot === undefined) throw new FileProblem(`第 ${index + 1} 行的坐标前没有地块说明行（以 @ 结尾）`);
      readPoint(line, plot, index + 1);
    }
  });
  const features: ReadFeature[] = [];
  const problems: { row: number; message: string }[] = [];
  for (const { row, properties, rings } of plots) {
    if (rings.size === 0) problems.push({ row, message: '没有界址点' });
    else features.push({ row, properties, shape: [[...rings.values()]] });
  }
  return { features, problems, declared: fromSurveyHead(head) };
}
