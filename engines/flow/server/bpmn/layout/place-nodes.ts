/** Places the nodes of one scope on a grid: columns follow the flow, the main way stays in its row, branches go below. */

/** A way from one node to the next inside a scope; a boundary event's way counts as its host's. */
export interface Way {
  readonly flow: string;
  readonly from: string;
  readonly to: string;
}

export interface Cell {
  readonly column: number;
  readonly row: number;
}

export interface Placement {
  readonly cells: ReadonlyMap<string, Cell>;
  /** Flows that lead back to an earlier column. */
  readonly back: ReadonlySet<string>;
  /** Is something drawn in that row between these columns, both included? */
  taken(row: number, from: number, to: number): boolean;
}

/** Steps from the nearest of `first` to each node that can be reached along the ways. */
function distances(
  first: readonly string[],
  waysOf: ReadonlyMap<string, readonly Way[]>,
  end: 'from' | 'to',
): ReadonlyMap<string, number> {
  const found = new Map(first.map((id) => [id, 0]));
  const queue = [...first];
  for (const id of queue)
    for (const way of waysOf.get(id) ?? []) {
      if (found.has(way[end])) continue;
      found.set(way[end], (found.get(id) ?? 0) + 1);
      queue.push(way[end]);
    }
  return found;
}

/**
 * From the beginnings to the ends, as one reads a process: by how much nearer a node is to an end than to a beginning. The order of the
 * declaration decides only between equals: the database does not keep it.
 */
function inReadingOrder(ids: readonly string[], ways: readonly Way[]): readonly string[] {
  const [outgoing, incoming] = [groupBy(ways, 'from'), groupBy(ways, 'to')];
  const begins = ids.filter((id) => !incoming.has(id));
  const fromBegin = distances(begins, outgoing, 'to');
  const toEnd = distances(
    ids.filter((id) => !outgoing.has(id)),
    incoming,
    'from',
  );
  const place = (id: string): number =>
    (incoming.has(id) ? (fromBegin.get(id) ?? ids.length) : -ids.length) - (toEnd.get(id) ?? 0);
  return ids.toSorted((one, two) => place(one) - place(two));
}

/** Of several ways on, first those to what is read next. */
function inOrder(ids: readonly string[], ways: readonly Way[]): readonly Way[] {
  const index = new Map(ids.map((id, place) => [id, place]));
  const step = ({ from, to }: Way): number => {
    const ahead = (index.get(to) ?? 0) - (index.get(from) ?? 0);
    return ahead > 0 ? ahead : ids.length - ahead;
  };
  return ways.toSorted((one, two) => step(one) - step(two));
}

function groupBy(ways: readonly Way[], end: 'from' | 'to'): ReadonlyMap<string, readonly Way[]> {
  const groups = new Map<string, Way[]>();
  for (const way of ways) groups.set(way[end], [...(groups.get(way[end]) ?? []), way]);
  return groups;
}

/** Flows that close a ring, found depth first; without them the graph has an order. */
function findBack(
  ids: readonly string[],
  outgoing: ReadonlyMap<string, readonly Way[]>,
): ReadonlySet<string> {
  const back = new Set<string>();
  const state = new Map<string, 'open' | 'done'>();
  for (const first of ids) {
    if (state.has(first)) continue;
    const stack: { id: string; next: number }[] = [{ id: first, next: 0 }];
    state.set(first, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const way = outgoing.get(top.id)?.[top.next++];
      if (way === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(way.to) === 'open') back.add(way.flow);
      else if (!state.has(way.to)) {
        state.set(way.to, 'open');
        stack.push({ id: way.to, next: 0 });
      }
    }
  }
  return back;
}

/** Ids in an order in which every node comes after those that lead to it, with the longest way to each. */
function layers(ids: readonly string[], ways: readonly Way[]): ReadonlyMap<string, number> {
  const outgoing = groupBy(ways, 'from');
  const waiting = new Map(ids.map((id) => [id, ways.filter((way) => way.to === id).length]));
  const column = new Map<string, number>();
  const queue = ids.filter((id) => waiting.get(id) === 0);
  for (const id of queue) column.set(id, 0);
  for (const id of queue)
    for (const { to } of outgoing.get(id) ?? []) {
      column.set(to, Math.max(column.get(to) ?? 0, (column.get(id) ?? 0) + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) queue.push(to);
    }
  return new Map(queue.map((id) => [id, column.get(id) ?? 0]));
}

/** How far it is to the end: the longest branch is the main way. */
function lengths(
  order: readonly string[],
  outgoing: ReadonlyMap<string, readonly Way[]>,
): ReadonlyMap<string, number> {
  const length = new Map<string, number>();
  for (const id of order.toReversed())
    length.set(id, Math.max(0, ...(outgoing.get(id) ?? []).map((way) => 1 + (length.get(way.to) ?? 0))));
  return length;
}

export function placeNodes(declared: readonly string[], ways: readonly Way[]): Placement {
  const ids = inReadingOrder(declared, ways);
  const back = findBack(ids, groupBy(inOrder(ids, ways), 'from'));
  const forward = ways.filter((way) => !back.has(way.flow));
  const columns = layers(ids, forward);
  const outgoing = groupBy(forward, 'from');
  const incoming = groupBy(forward, 'to');
  const length = lengths([...columns.keys()], outgoing);
  const cells = new Map<string, Cell>();
  const used = new Set<string>();
  const taken = (row: number, from: number, to: number): boolean => {
    for (let column = from; column <= to; column++) if (used.has(`${column} ${row}`)) return true;
    return false;
  };
  const isMain = ({ from, to }: Way): boolean =>
    (outgoing.get(from) ?? []).every(
      (other) => other.to === to || (length.get(other.to) ?? 0) <= (length.get(to) ?? 0),
    );
  for (const id of columns.keys()) {
    const column = columns.get(id) ?? 0;
    const comes = (incoming.get(id) ?? []).toSorted((one, two) => Number(isMain(two)) - Number(isMain(one)));
    const parents = comes.map((way) => cells.get(way.from)).filter((cell) => cell !== undefined);
    const parent = parents.reduce<Cell | undefined>(
      (best, cell) => (best && best.row <= cell.row ? best : cell),
      undefined,
    );
    let row = parent?.row ?? 0;
    while (taken(row, Math.min(column, (parent?.column ?? column) + 1), column)) row++;
    for (let at = Math.min(column, (parent?.column ?? column) + 1); at <= column; at++)
      used.add(`${at} ${row}`);
    cells.set(id, { column, row });
  }
  // What was kept free for a line on its way counts as free once every node has its place.
  used.clear();
  for (const cell of cells.values()) used.add(`${cell.column} ${cell.row}`);
  return { cells, back, taken };
}
