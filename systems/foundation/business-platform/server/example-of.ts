/** A synthetic value of a declared shape (JSON Schema 2020-12): the same each time, recognisably no real record. Pure. */
import type { Schema } from './compare-schemas.ts';

/** Recursive shapes end here. */
const deepest = 6;

const formats: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  time: '08:00:00',
  uuid: '00000000-0000-4000-8000-000000000000',
  email: 'demo@example.com',
  uri: 'https://example.com/',
  ipv4: '192.0.2.1',
};

function objectOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {};
}

function textOf(schema: Schema, name: string): string {
  const {
    format,
    minLength = 0,
    maxLength = 1000,
  } = schema as {
    format?: string;
    minLength?: number;
    maxLength?: number;
  };
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined) return known;
  const text = `示例${name}`;
  return text.padEnd(minLength, '示').slice(0, maxLength);
}

function numberOf(schema: Schema): number {
  const least = schema['minimum'] ?? (schema['exclusiveMinimum'] as number | undefined);
  const most = schema['maximum'] ?? schema['exclusiveMaximum'];
  const step = schema['type'] === 'integer' ? 1 : 0.5;
  const low = typeof least === 'number' && least > Number.MIN_SAFE_INTEGER ? least : 0;
  const value = schema['exclusiveMinimum'] === undefined ? low : low + step;
  return typeof most === 'number' && value > most ? most : value;
}

function arrayOf(schema: Schema, name: string, depth: number): unknown[] {
  const prefix = schema['prefixItems'];
  if (Array.isArray(prefix)) return prefix.map((item) => make(objectOf(item), name, depth + 1));
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 1;
  if (schema['items'] === undefined || depth >= deepest) return [];
  return Array.from({ length: Math.max(1, least) }, () => make(objectOf(schema['items']), name, depth + 1));
}

function objectFrom(schema: Schema, depth: number): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const [field, given] of Object.entries(objectOf(schema['properties'])))
    if (depth < deepest || required.includes(field)) made[field] = make(objectOf(given), field, depth + 1);
  return made;
}

function make(schema: Schema, name: string, depth: number): unknown {
  if (schema['const'] !== undefined) return schema['const'];
  if (schema['default'] !== undefined) return schema['default'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(alternatives)) {
    // The fullest says most; null only where there is nothing else.
    const body = alternatives.map(objectOf).find((one) => one['type'] !== 'null');
    return body === undefined ? null : make(body, name, depth);
  }
  switch (schema['type']) {
    case 'object':
      return objectFrom(schema, depth);
    case 'array':
      return arrayOf(schema, name, depth);
    case 'string':
      return textOf(schema, name);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** Patterns are not followed: a shape with one needs an answer declared with it. */
export function exampleOf(schema: unknown): unknown {
  return make(objectOf(schema), '', 0);
}
