/** GPX 1.1 → shapes, always WGS84: waypoints as points, tracks and routes as lines. */
import type { Position } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import type { ReadLayer, ReadLimits, ReadRow, RowProblem } from './areas.ts';
import { type MarkupAttributes, type MarkupReader, readMarkup } from './read-markup.ts';

interface Mark {
  readonly tag: 'wpt' | 'trk' | 'rte';
  readonly properties: Record<string, string>;
  readonly paths: Position[][];
}

/** What of an element people want to read. */
const kept: ReadonlySet<string> = new Set(['name', 'desc', 'cmt', 'type', 'time', 'ele']);
const marks: ReadonlySet<string> = new Set(['wpt', 'trk', 'rte']);

class GpxReader implements MarkupReader {
  readonly rows: ReadRow[] = [];
  readonly problems: RowProblem[] = [];
  private mark: Mark | undefined;
  private readonly path: string[] = [];
  private text = '';
  private row = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  open(name: string, attributes: MarkupAttributes): void {
    this.path.push(name);
    this.text = '';
    const at: Position = [Number(attributes['lon'] ?? Number.NaN), Number(attributes['lat'] ?? Number.NaN)];
    if (marks.has(name)) {
      this.row += 1;
      if (this.row > this.most) throw new FileProblem(`要素超过 ${this.most} 个`);
      this.mark = { tag: name as Mark['tag'], properties: {}, paths: name === 'wpt' ? [[at]] : [] };
      if (name === 'rte') this.mark.paths.push([]);
    } else if (name === 'trkseg') this.mark?.paths.push([]);
    else if (name === 'trkpt' || name === 'rtept') this.mark?.paths.at(-1)?.push(at);
  }

  write(text: string): void {
    this.text += text;
  }

  close(name: string): void {
    const parent = this.path.at(-2);
    this.path.pop();
    const { mark } = this;
    if (mark === undefined) return;
    if (parent === mark.tag && kept.has(name) && this.text.trim() !== '')
      mark.properties[name] = this.text.trim().slice(0, 500);
    if (name !== mark.tag) return;
    const paths = mark.paths.filter((one) => one.length > 1);
    if (mark.tag === 'wpt')
      this.rows.push({
        row: this.row,
        properties: mark.properties,
        geometry: { kind: 'point', places: mark.paths[0] ?? [] },
      });
    else if (paths.length === 0) this.problems.push({ row: this.row, message: '轨迹不足两个点' });
    else this.rows.push({ row: this.row, properties: mark.properties, geometry: { kind: 'line', paths } });
    this.mark = undefined;
  }
}

export function readGpx(text: string, limits: ReadLimits): ReadLayer {
  return readMarkup(text, 'GPX', new GpxReader(limits.features));
}
