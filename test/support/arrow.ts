/** The rules of the tree as functions over paths: who may import whom, and what a source line may say. */

/** An engine imports only those before it. A new engine takes its place here first. */
export const engineOrder: readonly string[] = [
  'store',
  'trust',
  'access',
  'gateway',
  'search',
  'registers',
  'rules',
  'telemetry',
  'lake',
  'privacy',
  'maps',
  'documents',
  'messages',
  'forms',
  'flow',
  'indicators',
];

type Layer = 'kernel' | 'city' | 'ui' | 'engines' | 'systems' | 'apps' | 'tools';
type Side = 'contract' | 'server' | 'web' | 'test';

export interface Place {
  readonly layer: Layer;
  /** 'access', 'governance/urban-management', 'desk'; empty where a layer has no units. */
  readonly unit: string;
  /** Path within the unit. */
  readonly inside: string;
  readonly side: Side;
}

const layers: Readonly<Record<string, Layer>> = {
  kernel: 'kernel',
  city: 'city',
  plan: 'city',
  'plan.ts': 'city',
  ui: 'ui',
  engines: 'engines',
  systems: 'systems',
  apps: 'apps',
};

const unitDepth: Readonly<Record<Layer, number>> = {
  kernel: 0,
  city: 0,
  ui: 0,
  tools: 0,
  engines: 1,
  apps: 1,
  systems: 2,
};

/** Where lower numbers may be imported; `ui` stands beside the engines, `city` beside the systems. */
const height: Readonly<Record<Layer, number>> = {
  kernel: 0,
  ui: 1,
  engines: 1,
  city: 1,
  systems: 2,
  apps: 3,
  tools: 4,
};

function sideOf(layer: Layer, inside: string): Side {
  if (/\.test\.tsx?$/.test(inside) || inside.includes('test-support/') || inside === 'seed.ts') return 'test';
  if (inside.startsWith('seed/')) return 'test';
  if (inside.startsWith('web/') || layer === 'ui') return 'web';
  if (inside.startsWith('server/') || inside === 'system.ts' || inside === 'index.ts') return 'server';
  return 'contract';
}

/** 'systems/governance/urban-management/web/board.tsx' → its layer, unit and side. Everything of a unit outside server/ and web/ is part of its contract. */
export function placeOf(file: string): Place {
  const parts = file.split('/');
  const layer = layers[parts[0] ?? ''] ?? 'tools';
  const depth = unitDepth[layer];
  const unit = parts.slice(1, 1 + depth).join('/');
  const inside = parts.slice(1 + depth).join('/');
  return { layer, unit, inside, side: sideOf(layer, inside) };
}

function brokenBetweenEngines(from: Place, to: Place): string | undefined {
  const [mine, other] = [engineOrder.indexOf(from.unit), engineOrder.indexOf(to.unit)];
  if (mine < 0 || other < 0) return 'an engine without a place in the order';
  if (other > mine) return 'an engine imports only those before it';
  return undefined;
}

function brokenFromOutside(to: Place): string | undefined {
  const surface = ['index.ts', 'service.ts', 'contract.ts'];
  if (to.layer === 'engines' && to.side !== 'web' && !surface.includes(to.inside))
    return 'an engine is closed except index.ts, service.ts, contract.ts and web/';
  if (to.layer === 'systems' && to.inside !== 'contract.ts')
    return 'another system is closed except contract.ts';
  return undefined;
}

function brokenInBrowser(to: Place): string | undefined {
  if (to.side === 'server') return 'web may not import server code';
  return undefined;
}

function brokenSides(from: Place, to: Place): string | undefined {
  if (from.side === 'web') return brokenInBrowser(to);
  if (from.side === 'server' && to.side === 'web') return 'server may not import web code';
  // A declaration may hold what anybody may read: the kernel, contracts, the city's own tables.
  if (from.side === 'contract' && to.side !== 'contract')
    return 'a contract imports only the kernel and contracts';
  return undefined;
}

/** Why `from` may not import `to`; undefined when it may. Both are paths from the repository's root. */
export function brokenImport(from: string, to: string): string | undefined {
  const a = placeOf(from);
  const b = placeOf(to);
  if (a.layer === 'tools' || (a.side === 'test' && b.layer === 'tools')) return undefined;
  if (b.layer === 'tools') return 'only tests and seeds import from test/, bench/ and scripts/';
  if (a.side === 'test') return undefined;
  if (b.side === 'test' && !(b.inside === 'seed.ts' && a.inside === 'system.ts'))
    return 'only tests import test code, only system.ts its seed';
  if (a.layer === 'apps')
    return a.unit !== 'server' && b.side === 'server' && b.layer !== 'apps' ? brokenInBrowser(b) : undefined;
  if (height[b.layer] > height[a.layer]) return 'the arrow points up';
  if (a.layer === 'engines' && b.layer === 'city') return 'an engine serves any city';
  if (a.layer === 'city' && b.layer !== 'city' && b.layer !== 'kernel')
    return 'the city is data: it imports only the kernel';
  if (b.layer === 'ui') return a.side === 'web' ? undefined : 'only pages import ui';
  if (a.layer === 'ui' && b.layer === 'engines' && b.side !== 'contract')
    return 'ui knows an engine by its contract only';
  const own = a.layer === b.layer && a.unit === b.unit;
  if (!own) {
    const closed = brokenFromOutside(b);
    if (closed !== undefined) return closed;
    if (a.layer === 'engines' && b.layer === 'engines') {
      const order = a.side === 'web' && b.side === 'web' ? undefined : brokenBetweenEngines(a, b);
      if (order !== undefined) return order;
    }
  }
  if (b.layer === 'kernel' || b.layer === 'city') return undefined;
  return brokenSides(a, b);
}

/** Why `from` may not use the npm package or Node module; undefined when it may. Types alone are no use. */
export function brokenPackage(from: string, name: string, clause = ''): string | undefined {
  const { layer, unit, inside, side } = placeOf(from);
  if (layer === 'tools' || side === 'test' || clause.startsWith('type ')) return undefined;
  const inBrowser = side === 'web' || (layer === 'apps' && unit !== 'server');
  if (name.startsWith('node:')) {
    if (inBrowser) return 'a page has no Node';
    const pure = side === 'contract' && layer !== 'apps' && layer !== 'city';
    return pure ? 'declarations and the kernel do no input or output' : undefined;
  }
  if (name === 'pg' || name.startsWith('pg-')) {
    // The lake reads and fills departments' own databases; of the city's it knows no more than any engine.
    const foreign = layer === 'engines' && unit === 'lake' && /^server\/(?:source|push)\//.test(inside);
    return foreign || (layer === 'engines' && unit === 'store')
      ? undefined
      : 'only the store speaks to PostgreSQL';
  }
  if (name === 'kysely') return layer === 'engines' ? undefined : 'systems write no SQL';
  return undefined;
}

/** A named import of the `sql` tag outside the engines. */
export function brokenSql(from: string, clause: string): string | undefined {
  const { layer, side } = placeOf(from);
  if (layer !== 'systems' || side === 'test') return undefined;
  return /(?:^|[{,\s])sql(?:[},\s]|$)/.test(clause) ? 'systems write no SQL' : undefined;
}

export interface Import {
  /** What stands between `import` and `from`; empty for a bare or dynamic import. */
  readonly clause: string;
  readonly specifier: string;
}

/** Static, re-exporting and dynamic imports of a source text. */
export function importsOf(source: string): readonly Import[] {
  const found: Import[] = [];
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const static_ = /^(?:import|export)\s([^'";]*?)from\s*'([^']+)'/gm;
  for (const match of code.matchAll(static_))
    found.push({ clause: match[1] ?? '', specifier: match[2] ?? '' });
  for (const match of code.matchAll(/^import\s*'([^']+)'/gm))
    found.push({ clause: '', specifier: match[1] ?? '' });
  for (const match of code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g))
    found.push({ clause: '', specifier: match[1] ?? '' });
  return found;
}

const anyType = /(?:[:<,|&(]|=>|\bas|\bextends)\s*any\b(?!\s*[:('.?])|\bany\[\]/;
const suppression = /@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint)-disable|biome-ignore/;
/** A reason is a comment of some words: '// … because'. */
const reason = /(?:\/\/|\/\*|^\s*\*).*(?:[\u4e00-\u9fff]{4}|\w+\W+\w+\W+\w+)/;

function withoutText(line: string): string {
  return line
    .replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
    .replace(/\/\/.*$/, '')
    .replace(/\/\*.*?\*\//g, '')
    .replace(/^\s*\/?\*.*$/, '');
}

/** biome-ignore lint/a/b: why · oxlint-disable-next-line a/b -- why · @ts-expect-error why */
const reasonForms: readonly RegExp[] = [
  /biome-ignore [^:]*:(.*)/,
  /(?:eslint|oxlint)-disable\S*.*? --(.*)/,
  /@ts-(?:ignore|expect-error|nocheck)(.*)/,
];

function hasOwnReason(line: string): boolean {
  const words = reasonForms.map((form) => form.exec(line)?.[1] ?? '').join(' ');
  return /[\u4e00-\u9fff]{4}|\w+\W+\w+\W+\w+/.test(words);
}

/** 1-based lines that use `any` or silence a checker without saying why on the same or the previous line. */
export function unexplained(source: string): readonly number[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const before = lines[index - 1] ?? '';
    const silences = suppression.test(line) && /\/\/|\/\*/.test(line);
    if (silences && !hasOwnReason(line) && !(reason.test(before) && !suppression.test(before)))
      return [index + 1];
    const loose = anyType.test(withoutText(line));
    if (loose && !reason.test(line) && !reason.test(before)) return [index + 1];
    return [];
  });
}

/** Every circle in the graph, each once, as the path that closes it. */
export function findCircles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const path: string[] = [];
  const circles: (readonly string[])[] = [];
  function visit(file: string): void {
    const at = path.indexOf(file);
    if (at >= 0) {
      circles.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  }
  for (const file of graph.keys()) visit(file);
  return circles;
}
