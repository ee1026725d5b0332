/** Reads the points of a register for the map: within a box one by one, counted by grid cell, or nearest to a place. */
import { type RawBuilder, sql } from 'kysely';
import type { Decision } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { Field, Point } from '../../../kernel/register.ts';
import type { RegisterEngine } from './create-registers.ts';
import { maskRows } from './field/mask-value.ts';
import { showValue } from './field/show-value.ts';
import { allOf, queryConditions } from './row/list-rows.ts';
import type { RowContext } from './row/row-context.ts';
import { maskedError } from './row/where-conditions.ts';
import { metaColumns } from './shape/describe-shape.ts';

/** Degrees, WGS84. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Which rows of which register, and what of them. Only active rows are shown. */
export interface PointSource {
  /** '<system>.<register>' */
  readonly register: string;
  /** Point field. */
  readonly point: string;
  /** Fields that come with each row. */
  readonly properties: readonly string[];
  /** In the list's text form ({@link ListQuery.where}). */
  readonly filter?: Readonly<Record<string, string>>;
  /** Only what lies in this area: polygons of an outside and its holes, sides straight in degrees. */
  readonly within?: readonly (readonly (readonly (readonly [lon: number, lat: number])[])[])[];
}

/** Upright hexagons of equal area on the sinusoidal projection about a meridian. */
export interface HexagonGrid {
  /** The meridian, degrees. */
  readonly meridian: number;
  /** Metres from the middle of a cell to a corner. */
  readonly side: number;
  /** Metres on a degree of latitude, and of longitude at the equator. */
  readonly metresADegree: number;
}

export interface HexagonCell {
  /** Twice the column and the row, so that every second row stands half a cell to the side. */
  readonly column: number;
  readonly row: number;
  readonly count: number;
  /** Of the summed field; null without one, or where no row has a value. */
  readonly sum: number | null;
}

export interface PlacedRow {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** Raw values; masked ones as their mask, and `masked` names them. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface PointCluster {
  /** Mean place of the rows. */
  readonly lon: number;
  readonly lat: number;
  readonly count: number;
  /** The row itself when it is alone. */
  readonly id: string | null;
}

/** Narrowed and masked by the decision. Throws city.forbidden when it does not permit or hides the place itself. */
export interface PointReader {
  /** At most `limit` rows, in no order. */
  pointsIn(decision: Decision, source: PointSource, box: Box, limit: number): Promise<readonly PlacedRow[]>;
  /** Rows in the order of their ids after the one given: for reading a whole layer page by page. */
  pagePoints(
    decision: Decision,
    source: PointSource,
    box: Box,
    page: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<readonly PlacedRow[]>;
  /** One row of the source; undefined when it is none of the caller's. */
  findPoint(decision: Decision, source: PointSource, id: string): Promise<PlacedRow | undefined>;
  /** How many rows the box holds, counted up to `limit`. */
  countIn(decision: Decision, source: PointSource, box: Box, limit: number): Promise<number>;
  /** Rows of the half-open box (south-west edge in, north-east edge out) counted by cells of the given size from its south-west corner. */
  clusterPoints(
    decision: Decision,
    source: PointSource,
    box: Box,
    cell: { readonly lon: number; readonly lat: number },
  ): Promise<readonly PointCluster[]>;
  /** Rows counted, and one number field summed, by cells; at most `most` cells. */
  hexagons(
    decision: Decision,
    source: PointSource,
    grid: HexagonGrid,
    sum: string | undefined,
    most: number,
  ): Promise<readonly HexagonCell[]>;
  /** When a row of the source was last written; null without rows. */
  lastChange(decision: Decision, source: PointSource): Promise<string | null>;
  /** Rows of the box, nearest in degrees first. */
  nearPoints(
    decision: Decision,
    source: PointSource,
    at: Point,
    box: Box,
    limit: number,
  ): Promise<readonly PlacedRow[]>;
  /** Values as people read them: names for codes, areas and departments. */
  show(register: string, values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>>;
  /** Declaration of a field; undefined when the register has none of that name. */
  fieldOf(register: string, name: string): Field | undefined;
}

interface Prepared {
  readonly context: RowContext;
  readonly column: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
}

type Permit = Extract<Decision, { permit: true }>;

const everywhere: Box = { west: -180, south: -90, east: 180, north: 90 };

function boxSql({ west, south, east, north }: Box): RawBuilder<unknown> {
  return sql`box(point(${west}::float8, ${south}::float8), point(${east}::float8, ${north}::float8))`;
}

function ringSql(ring: readonly (readonly [number, number])[]): RawBuilder<unknown> {
  return sql`${`(${ring.map(([lon, lat]) => `(${lon},${lat})`).join()})`}::polygon`;
}

/** What the box and the area have in common may hold rows; the index of points knows boxes only. */
function boxWithin(box: Box, within: PointSource['within']): Box {
  if (within === undefined) return box;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outside = []] of within) {
    for (const [lon, lat] of outside) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  }
  return {
    west: Math.max(west, box.west),
    south: Math.max(south, box.south),
    east: Math.min(east, box.east),
    north: Math.min(north, box.north),
  };
}

function withinSql(
  column: RawBuilder<unknown>,
  within: NonNullable<PointSource['within']>,
): RawBuilder<unknown> {
  const parts = within.map(([outside = [], ...holes]) =>
    sql.join(
      [sql`${column} <@ ${ringSql(outside)}`, ...holes.map((hole) => sql`not ${column} <@ ${ringSql(hole)}`)],
      sql` and `,
    ),
  );
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}

function permitOf(decision: Decision): Permit {
  if (!decision.permit) throw commonErrors.forbidden();
  return decision;
}

function columnOf(context: RowContext, name: string): string {
  const { shape } = context;
  const meta = Object.hasOwn(metaColumns, name) ? metaColumns[name as keyof typeof metaColumns] : undefined;
  const column = shape.byName.get(name)?.column ?? meta;
  if (column === undefined) throw new RangeError(`${shape.info.id}: no field '${name}'`);
  return column;
}

async function prepare(
  engine: RegisterEngine,
  decision: Permit,
  source: PointSource,
  box: Box,
): Promise<Prepared> {
  const { context } = engine.desk(source.register);
  const { shape, store, search, counts, seals } = context;
  const hidden = context.hidden(decision).names;
  const point = shape.byName.get(source.point);
  if (point === undefined || point.field.type !== 'point')
    throw new RangeError(`${source.register}: no point field '${source.point}'`);
  if (hidden.has(point.name)) throw maskedError(point);
  const query = source.filter === undefined ? {} : { where: source.filter };
  const conditions = await queryConditions(
    { db: store.db, search, counts, seals },
    shape,
    query,
    decision,
    hidden,
  );
  const column = sql.ref(point.column);
  const inArea = source.within === undefined ? sql`` : sql`and ${withinSql(column, source.within)}`;
  return {
    context,
    column,
    where: sql`${column} <@ ${boxSql(boxWithin(box, source.within))} ${inArea} and ${allOf(conditions)}`,
  };
}

interface RawPlaced {
  readonly rowId: string;
  readonly place: Point;
  readonly [name: string]: unknown;
}

function toPlaced(context: RowContext, decision: Permit, rows: readonly RawPlaced[]): readonly PlacedRow[] {
  const { fields } = context.hidden(decision);
  return rows.map(({ rowId, place, ...values }) => {
    maskRows([values], fields);
    return { id: rowId, lon: place.lon, lat: place.lat, values };
  });
}

export function pointReader(engine: RegisterEngine): PointReader {
  /** Two names that no field may have: fields begin with a small letter and hold no underscore. */
  function selectList(
    context: RowContext,
    column: RawBuilder<unknown>,
    properties: readonly string[],
  ): RawBuilder<unknown> {
    const parts = properties.map((name) => sql`${sql.ref(columnOf(context, name))} as ${sql.id(name)}`);
    return sql.join([sql`id as row_id`, sql`${column} as row_place`, ...parts]);
  }

  async function read(
    decision: Permit,
    prepared: Prepared,
    source: PointSource,
    tail: RawBuilder<unknown>,
    /** All rows first, then the tail over their `row_id`. */
    isApart = false,
  ) {
    const { context, column, where } = prepared;
    const asked = sql`select ${selectList(context, column, source.properties)} from ${context.shape.table} where ${where}`;
    const statement = isApart
      ? sql<Record<string, unknown>>`with inside as materialized (${asked}) select * from inside ${tail}`
      : sql<Record<string, unknown>>`${asked} ${tail}`;
    const { rows } = await statement.execute(context.store.db);
    (await context.seals())?.open(rows, (row) => String(row['row_id']));
    const placed = rows.map(({ row_id, row_place, ...values }) => ({
      ...values,
      rowId: row_id as string,
      place: row_place as Point,
    }));
    return toPlaced(context, decision, placed);
  }

  return {
    async pointsIn(decision, source, box, limit) {
      const permit = permitOf(decision);
      return read(permit, await prepare(engine, permit, source, box), source, sql`limit ${limit}`);
    },
    async pagePoints(decision, source, box, { after, limit }) {
      const permit = permitOf(decision);
      const beyond = after === undefined ? sql`` : sql`and id > ${after}::uuid`;
      const prepared = await prepare(engine, permit, source, box);
      const where = sql`${prepared.where} ${beyond}`;
      const order = sql`order by row_id limit ${limit}`;
      // Few rows lie in an area, yet the planner would walk all ids in their order to find the first of them.
      return read(permit, { ...prepared, where }, source, order, source.within !== undefined);
    },
    async findPoint(decision, source, id) {
      const permit = permitOf(decision);
      const prepared = await prepare(engine, permit, source, everywhere);
      const [row] = await read(permit, prepared, source, sql`and id = ${id}::uuid`);
      return row;
    },
    async countIn(decision, source, box, limit) {
      const permit = permitOf(decision);
      const { context, where } = await prepare(engine, permit, source, box);
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from (select 1 from ${context.shape.table} where ${where} limit ${limit}) counted
      `.execute(context.store.db);
      return rows[0]?.count ?? 0;
    },
    async clusterPoints(decision, source, box, cell) {
      const permit = permitOf(decision);
      const { context, column, where } = await prepare(engine, permit, source, box);
      const { rows } = await sql<PointCluster>`
        select avg(lon) as lon, avg(lat) as lat, count(*) as count,
               case when count(*) = 1 then min(id::text) end as id
        from (
          select id, ${column}[0] as lon, ${column}[1] as lat from ${context.shape.table} where ${where}
        ) placed
        where lon < ${box.east} and lat < ${box.north}
        group by floor((lon - ${box.west}::float8) / ${cell.lon}::float8), floor((lat - ${box.south}::float8) / ${cell.lat}::float8)
      `.execute(context.store.db);
      return rows;
    },
    async hexagons(decision, source, { meridian, side, metresADegree }, sum, most) {
      const permit = permitOf(decision);
      const { context, column, where } = await prepare(engine, permit, source, everywhere);
      if (sum !== undefined) {
        const field = context.shape.byName.get(sum);
        if (field === undefined || !['integer', 'decimal'].includes(field.field.type))
          throw new RangeError(`${source.register}: no number field '${sum}'`);
        if (context.hidden(permit).names.has(sum)) throw maskedError(field);
      }
      const value = sum === undefined ? sql`null::float8` : sql`${sql.ref(columnOf(context, sum))}::float8`;
      const [width, height] = [Math.sqrt(3) * side, 3 * side];
      // The middles of the cells are two lattices of rectangles; a place belongs to the nearer of its two nearest.
      const { rows } = await sql<HexagonCell>`
        select case when near <= far then 2 * a else 2 * c + 1 end as column,
               case when near <= far then 2 * b else 2 * d + 1 end as row,
               count(*) as count, sum(value) as sum
        from (
          select *, (x - a * ${width}::float8) ^ 2 + (y - b * ${height}::float8) ^ 2 as near,
                 (x - (c + 0.5) * ${width}::float8) ^ 2 + (y - (d + 0.5) * ${height}::float8) ^ 2 as far
          from (
            select *, floor(x / ${width}::float8 + 0.5) as a, floor(y / ${height}::float8 + 0.5) as b,
                   floor(x / ${width}::float8) as c, floor(y / ${height}::float8) as d
            from (
              select (${column}[0] - ${meridian}::float8) * cos(radians(${column}[1])) * ${metresADegree}::float8 as x,
                     ${column}[1] * ${metresADegree}::float8 as y, ${value} as value
              from ${context.shape.table} where ${where}
              -- Kept apart, or each mention of x would reckon its cosine again.
              offset 0
            ) metres
            offset 0
          ) near
        ) hexagons
        group by 1, 2 order by 3 desc limit ${most}
      `.execute(context.store.db);
      return rows;
    },
    async lastChange(decision, source) {
      const permit = permitOf(decision);
      const { context, where } = await prepare(engine, permit, source, everywhere);
      const { rows } = await sql<{ at: string | Date | null }>`
        select max(updated_at) as at from ${context.shape.table} where ${where}
      `.execute(context.store.db);
      const at = rows[0]?.at ?? null;
      return at === null ? null : new Date(at).toISOString();
    },
    async nearPoints(decision, source, at, box, limit) {
      const permit = permitOf(decision);
      const prepared = await prepare(engine, permit, source, box);
      const order = sql`order by ${prepared.column} <-> point(${at.lon}::float8, ${at.lat}::float8) limit ${limit}`;
      return read(permit, prepared, source, order);
    },
    show(register, values) {
      const { shape } = engine.desk(register).context;
      const shown: Record<string, string> = {};
      for (const [name, value] of Object.entries(values)) {
        const field = shape.byName.get(name)?.field;
        if (field !== undefined) shown[name] = showValue(field, value, engine.lookups);
      }
      return shown;
    },
    fieldOf: (register, name) => engine.findDesk(register)?.context.shape.byName.get(name)?.field,
  };
}
