/** KML 2.2 → shapes, always WGS84 (OGC 12-007, 6.2): points, lines and polygons of placemarks with their names and data. */
import type { Polygon, Position, Ring } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import type { ReadGeometry, ReadLayer, ReadLimits, ReadRow, RowProblem } from './areas.ts';
import { type MarkupAttributes, type MarkupReader, readMarkup } from './read-markup.ts';

interface Placemark {
  readonly properties: Record<string, string>;
  readonly polygons: Ring[][];
  readonly places: Position[];
  readonly paths: Ring[];
}

function readCoordinates(text: string): Ring {
  return text
    .trim()
    .split(/\s+/)
    .map((one): Position => {
      const [lon = Number.NaN, lat = Number.NaN] = one.split(',').map(Number);
      return [lon, lat];
    });
}

class KmlReader implements MarkupReader {
  readonly rows: ReadRow[] = [];
  readonly problems: RowProblem[] = [];
  private readonly path: string[] = [];
  private mark: Placemark | undefined;
  private field = '';
  private text = '';
  private row = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  open(name: string, attributes: MarkupAttributes): void {
    this.path.push(name);
    this.text = '';
    if (name === 'Placemark') this.begin();
    else if (name === 'Polygon') this.mark?.polygons.push([]);
    else if (name === 'Data' || name === 'SimpleData') this.field = String(attributes['name'] ?? '');
  }

  write(text: string): void {
    this.text += text;
  }

  close(name: string): void {
    const parent = this.path.at(-2);
    this.path.pop();
    const { mark } = this;
    if (mark === undefined) return;
    if (name === 'name' && parent === 'Placemark') mark.properties['name'] = this.text.trim();
    else if ((name === 'value' && parent === 'Data') || name === 'SimpleData')
      mark.properties[this.field] = this.text.trim();
    else if (name === 'coordinates' && this.path.includes('Polygon')) {
      const rings = mark.polygons.at(-1);
      const ring = readCoordinates(this.text);
      if (this.path.includes('outerBoundaryIs')) rings?.unshift(ring);
      else rings?.push(ring);
    } else if (name === 'coordinates' && this.path.includes('Point'))
      mark.places.push(...readCoordinates(this.text));
    else if (name === 'coordinates' && this.path.includes('LineString'))
      mark.paths.push(readCoordinates(this.text));
    else if (name === 'Placemark') this.end(mark);
  }

  private begin(): void {
    this.row += 1;
    if (this.row > this.most) throw new FileProblem(`要素超过 ${this.most} 个`);
    this.mark = { properties: {}, polygons: [], places: [], paths: [] };
  }

  private end({ properties, polygons, places, paths }: Placemark): void {
    const shape: readonly Polygon[] = polygons.filter((rings) => rings.length > 0);
    const found: ReadGeometry[] = [];
    if (places.length > 0) found.push({ kind: 'point', places });
    if (paths.length > 0) found.push({ kind: 'line', paths });
    if (shape.length > 0) found.push({ kind: 'area', shape });
    const [geometry] = found;
    if (geometry === undefined) this.problems.push({ row: this.row, message: '没有认得的图形' });
    else if (found.length > 1) this.problems.push({ row: this.row, message: '点、线、面混在一个要素里' });
    else this.rows.push({ row: this.row, properties, geometry });
    this.mark = undefined;
  }
}

export function readKml(text: string, limits: ReadLimits): ReadLayer {
  return readMarkup(text, 'KML', new KmlReader(limits.features));
}
