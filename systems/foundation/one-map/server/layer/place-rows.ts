/** Rows of a table that have an address and no coordinates, put on the map by the city's names and the records that the sender may see. */
import {
  type AddressRow,
  type FoundPlace,
  maps,
  type ReadLayer,
  type ReadRow,
} from '../../../../../engines/maps/index.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { setting } from '../setting.ts';

type RowProblem = ReadLayer['problems'][number];

/** Rows that are looked up at once; the database serves others meanwhile. */
const atOnce = 4;

const exactness = { record: '同名记录的位置', records: '按本人可见记录估计的中心' } as const;

type Placed = FoundPlace & {
  readonly at: NonNullable<FoundPlace['at']>;
  readonly by: keyof typeof exactness;
};

/** A county's middle is no place of an address. */
function isPlaced(found: FoundPlace): found is Placed {
  return found.at !== null && (found.by === 'record' || found.by === 'records');
}

function problemOf(address: string, found: readonly FoundPlace[]): string {
  if (address === '') return '没有填写地址';
  const [best, next] = found;
  if (best === undefined) return `“${address.slice(0, 40)}”没有认出地名`;
  if (next !== undefined && next.confidence === best.confidence)
    return `“${address.slice(0, 40)}”可能是${found
      .filter(({ confidence }) => confidence === best.confidence)
      .slice(0, 3)
      .map(({ title }) => title)
      .join('、')}，请写明县区和乡镇`;
  return `“${address.slice(0, 40)}”只认到${best.title}，没有更准的位置`;
}

/** The best place, when it is sure enough and no other is as good. */
function choose(found: readonly FoundPlace[], least: number): Placed | undefined {
  const [best, next] = found;
  if (best === undefined || !isPlaced(best) || best.confidence < least) return undefined;
  return next !== undefined && next.confidence === best.confidence ? undefined : best;
}

function toRow({ row, properties }: AddressRow, place: Placed): ReadRow {
  const { lon, lat } = place.at;
  return {
    row,
    properties: {
      ...properties,
      定位到: place.title,
      定位精度: exactness[place.by],
      把握: place.confidence,
    },
    geometry: { kind: 'point', places: [[lon, lat]] },
  };
}

/** Throws one-map.tooManyAddresses. */
export async function placeRows(context: Context, rows: readonly AddressRow[]): Promise<ReadLayer> {
  const most = setting(context, 'address-rows');
  if (rows.length > most) throw errors.tooManyAddresses({ most });
  const least = setting(context, 'address-percent') / 100;
  const service = context.use(maps);
  const known = new Map<string, Promise<readonly FoundPlace[]>>();
  const placed: ReadRow[] = [];
  const problems: RowProblem[] = [];
  async function place(each: AddressRow): Promise<void> {
    const { address, row } = each;
    const found = address === '' ? [] : await (known.get(address) ?? look(address));
    const chosen = choose(found, least);
    if (chosen === undefined) problems.push({ row, message: problemOf(address, found) });
    else placed.push(toRow(each, chosen));
  }
  function look(address: string): Promise<readonly FoundPlace[]> {
    const asked = service.places(context.principal, address, 4);
    known.set(address, asked);
    return asked;
  }
  for (let at = 0; at < rows.length; at += atOnce) await Promise.all(rows.slice(at, at + atOnce).map(place));
  return {
    rows: placed.toSorted((a, b) => a.row - b.row),
    problems: problems.toSorted((a, b) => a.row - b.row),
    declared: { datum: 'cgcs2000' },
  };
}
