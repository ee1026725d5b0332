/** What of a changed interface breaks its callers (SemVer 2.0.0 §8): compares two JSON Schemas of input and output. Pure. */

export type Schema = Readonly<Record<string, unknown>>;

export interface Difference {
  readonly breaking: readonly string[];
  readonly compatible: readonly string[];
}

/** What a caller sends must still be taken; what he reads must still come. */
type Side = 'input' | 'output';

interface Found {
  readonly breaking: string[];
  readonly compatible: string[];
}

const sideNames = { input: '入参', output: '出参' } as const;

function objectOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** 'string', 'string 或 null': alternatives in one order, so that equal shapes read alike. */
function typesOf(schema: Schema): readonly string[] {
  const alternatives = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])].map(objectOf);
  if (alternatives.length > 0) return [...new Set(alternatives.flatMap(typesOf))].toSorted();
  if (schema['const'] !== undefined) return [typeof schema['const']];
  const { type } = schema;
  if (Array.isArray(type)) return type.map(String).toSorted();
  return typeof type === 'string' ? [type] : [];
}

/** The alternative that is not null: where the fields of a nullable object stand. */
function bodyOf(schema: Schema): Schema {
  const alternatives = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])].map(objectOf);
  return alternatives.find((one) => one['type'] !== 'null') ?? schema;
}

/** Bounds that narrow what is allowed when they rise, and those that do when they fall. */
const rising = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const falling = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

function isNarrower(before: Schema, after: Schema): boolean {
  const moved = (name: string, sign: 1 | -1) => {
    const [from, to] = [before[name], after[name]];
    if (typeof to !== 'number') return false;
    return typeof from !== 'number' || (to - from) * sign > 0;
  };
  if (rising.some((name) => moved(name, 1)) || falling.some((name) => moved(name, -1))) return true;
  return (['pattern', 'format'] as const).some(
    (name) => after[name] !== undefined && after[name] !== before[name],
  );
}

function compareValues(side: Side, at: string, before: Schema, after: Schema, found: Found): void {
  const place = `${sideNames[side]} ${at}`;
  const [types, next] = [typesOf(before), typesOf(after)];
  const lost = types.filter((type) => !next.includes(type));
  const gained = next.filter((type) => !types.includes(type));
  // An integer is a number: taking numbers where integers were takes all that came before.
  const widened = (gone: readonly string[], come: readonly string[]) =>
    gone.every((type) => type === 'integer' && come.includes('number'));
  const broken = side === 'input' ? !widened(lost, next) : !widened(gained, types);
  // A shape without a type takes anything.
  if (types.length > 0 && next.length > 0 && broken)
    found.breaking.push(`${place} 的类型由 ${types.join(' 或 ')} 变为 ${next.join(' 或 ')}`);
  else if (lost.length + gained.length > 0) found.compatible.push(`${place} 的类型变为 ${next.join(' 或 ')}`);
  compareEnums(side, place, bodyOf(before), bodyOf(after), found);
  if (side === 'input' && isNarrower(bodyOf(before), bodyOf(after)))
    found.breaking.push(`${place} 的取值范围收窄`);
}

function compareEnums(side: Side, place: string, before: Schema, after: Schema, found: Found): void {
  if (!Array.isArray(before['enum']) && !Array.isArray(after['enum'])) return;
  const [from, to] = [listOf(before['enum']), listOf(after['enum'])];
  const removed = from.filter((value) => !to.includes(value));
  const added = to.filter((value) => !from.includes(value));
  if (side === 'input' && !Array.isArray(before['enum'])) found.breaking.push(`${place} 改为只收枚举值`);
  else if (side === 'input' && removed.length > 0 && Array.isArray(after['enum']))
    found.breaking.push(`${place} 不再接受 ${removed.join('、')}`);
  else if (side === 'output' && added.length > 0 && Array.isArray(before['enum']))
    found.breaking.push(`${place} 会出现新的值 ${added.join('、')}`);
  else if (removed.length + added.length > 0) found.compatible.push(`${place} 的枚举值有增减`);
}

function compareFields(side: Side, at: string, before: Schema, after: Schema, found: Found): void {
  const [from, to] = [objectOf(before['properties']), objectOf(after['properties'])];
  const [needed, needs] = [listOf(before['required']), listOf(after['required'])];
  const strict = after['additionalProperties'] === false;
  for (const [name, schema] of Object.entries(from)) {
    const place = at === '' ? name : `${at}.${name}`;
    if (to[name] === undefined) {
      // A field that is sent on and no longer looked at does no harm, unless unknown fields are refused.
      const list = side === 'output' || strict ? found.breaking : found.compatible;
      list.push(`${sideNames[side]} ${place} 去掉`);
      continue;
    }
    if (side === 'output' && needed.includes(name) && !needs.includes(name))
      found.breaking.push(`出参 ${place} 不再总是给出`);
    if (side === 'input' && !needed.includes(name) && needs.includes(name))
      found.breaking.push(`入参 ${place} 改为必填`);
    compare(side, place, objectOf(schema), objectOf(to[name]), found);
  }
  for (const name of Object.keys(to).filter((each) => from[each] === undefined)) {
    const place = at === '' ? name : `${at}.${name}`;
    if (side === 'input' && needs.includes(name)) found.breaking.push(`入参 ${place} 新增且必填`);
    else found.compatible.push(`${sideNames[side]} ${place} 新增`);
  }
}

function compare(side: Side, at: string, before: Schema, after: Schema, found: Found): void {
  if (at !== '') compareValues(side, at, before, after, found);
  const [from, to] = [bodyOf(before), bodyOf(after)];
  if (from['properties'] !== undefined && to['properties'] !== undefined)
    compareFields(side, at, from, to, found);
  if (from['items'] !== undefined && to['items'] !== undefined)
    compare(side, `${at}[]`, objectOf(from['items']), objectOf(to['items']), found);
}

export interface Shapes {
  readonly input: unknown;
  readonly output: unknown;
}

export function compareShapes(before: Shapes, after: Shapes): Difference {
  const found: Found = { breaking: [], compatible: [] };
  compare('input', '', objectOf(before.input), objectOf(after.input), found);
  compare('output', '', objectOf(before.output), objectOf(after.output), found);
  return found;
}

/** Order of semantic versions (SemVer 2.0.0 §11). */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  for (const place of [0, 1, 2]) {
    const difference = (a?.[place] ?? 0) - (b?.[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function majorOf(version: string): number {
  return Number(version.split('.')[0]);
}
