/** A form as JSON Schema (2020-12) and back without loss; what the form cannot hold is refused by name, never dropped. Pure. */
import type { Field, Fields } from '../../../kernel/register.ts';
import { defaultForm } from './default-form.ts';
import { type FormModel, formModel, type PlacedField, placedFields } from './form-model.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
}

export type Imported = { readonly model: FormModel } | { readonly problems: readonly SchemaProblem[] };

const dialect = 'https://json-schema.org/draft/2020-12/schema';
/** Layout, conditions and formulas, which JSON Schema has no words for. */
const extension = 'x-city-form';

const rootWords = new Set([
  '$schema',
  '$id',
  'title',
  'description',
  'type',
  'properties',
  'required',
  'additionalProperties',
  extension,
]);

function typeWords(field: Field): JsonSchema {
  switch (field.type) {
    case 'integer':
    case 'decimal':
      return { type: field.type === 'integer' ? 'integer' : 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'moment':
      return { type: 'string', format: 'date-time' };
    case 'codes':
    case 'files':
      return { type: 'array', items: { type: 'string' }, uniqueItems: true };
    case 'point':
      return { type: 'object' };
    case 'json':
      return {};
    case 'text':
    case 'long-text':
    case 'code':
    case 'area':
    case 'department':
    case 'subject':
    case 'ref':
      return { type: 'string' };
  }
}

/** What the register says of a field; a form cannot change it. */
function fixedWords(field: Field): JsonSchema {
  const { minimum, maximum, maxLength, pattern } = field;
  return {
    ...typeWords(field),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern: pattern.source }),
  };
}

function isLocked(field: PlacedField): boolean {
  return field.compute !== undefined || field.readOnly === 'true';
}

function isDemanded(field: PlacedField, declared: Field | undefined): boolean {
  return declared?.required === true || field.require === 'true';
}

function propertyOf(field: PlacedField, declared: Field): JsonSchema {
  const description = field.hint ?? declared.hint;
  return {
    title: field.title ?? declared.title,
    ...(description === undefined ? {} : { description }),
    ...fixedWords(declared),
    ...(isLocked(field) ? { readOnly: true } : {}),
  };
}

export function toJsonSchema(model: FormModel, fields: Fields): JsonSchema {
  const placed = placedFields(model).flatMap(({ field }) => {
    const declared = fields[field.name];
    return declared === undefined ? [] : [{ field, declared }];
  });
  return {
    $schema: dialect,
    title: model.title,
    type: 'object',
    properties: Object.fromEntries(
      placed.map(({ field, declared }) => [field.name, propertyOf(field, declared)]),
    ),
    required: placed
      .filter(({ field, declared }) => isDemanded(field, declared))
      .map(({ field }) => field.name),
    additionalProperties: false,
    [extension]: model,
  };
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ownWords = new Set(['title', 'description', 'readOnly', 'default']);

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A literal as FEEL writes it; undefined for what has no literal. */
function feelLiteral(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? JSON.stringify(value) : undefined;
}

function problemsOfProperty(
  name: string,
  property: unknown,
  declared: Field | undefined,
): readonly SchemaProblem[] {
  const path = `properties.${name}`.slice(0, 200);
  if (declared === undefined) return [{ path, message: '台账没有这个字段' }];
  if (!isObject(property)) return [{ path, message: '应为对象' }];
  const fixed = fixedWords(declared);
  return Object.entries(property).flatMap(([word, value]): SchemaProblem[] => {
    if (ownWords.has(word)) {
      if (word === 'default' && feelLiteral(value) === undefined)
        return [{ path: `${path}.default`, message: '初始值只能是文字、数字或是否' }];
      return [];
    }
    if (!(word in fixed)) return [{ path: `${path}.${word}`, message: '表单不支持这个关键字' }];
    return same(fixed[word], value) ? [] : [{ path: `${path}.${word}`, message: '与台账字段的规定不同' }];
  });
}

function problemsOf(schema: JsonSchema, fields: Fields): readonly SchemaProblem[] {
  const { properties } = schema;
  const unknown = Object.keys(schema)
    .filter((word) => !rootWords.has(word))
    .map((word) => ({ path: word.slice(0, 100), message: '表单不支持这个关键字' }));
  if (schema['type'] !== 'object' || !isObject(properties))
    return [...unknown, { path: 'properties', message: '应为带 properties 的 object' }];
  return [
    ...unknown,
    ...Object.entries(properties).flatMap(([name, property]) =>
      problemsOfProperty(name, property, Object.hasOwn(fields, name) ? fields[name] : undefined),
    ),
    ...requiredOf(schema)
      .filter((name) => !Object.hasOwn(properties, name))
      .map((name) => ({ path: 'required', message: `必填的“${name.slice(0, 60)}”不在 properties 里` })),
  ];
}

function requiredOf(schema: JsonSchema): readonly string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

/** The field as the schema's own words have it; where they say what the form says already, nothing changes. */
function overlay(field: PlacedField, declared: Field, property: JsonSchema, demanded: boolean): PlacedField {
  const now = propertyOf(field, declared);
  const changed: Record<string, unknown> = { ...field };
  function take(word: string, key: 'title' | 'hint'): void {
    if (word in property && !same(property[word], now[word])) changed[key] = String(property[word]);
  }
  take('title', 'title');
  take('description', 'hint');
  if ((property['readOnly'] === true) !== isLocked(field)) {
    if (property['readOnly'] === true) changed['readOnly'] = 'true';
    else for (const key of ['readOnly', 'compute']) delete changed[key];
  }
  if (demanded !== isDemanded(field, declared)) {
    if (demanded) changed['require'] = 'true';
    else delete changed['require'];
  }
  const preset = feelLiteral(property['default']);
  if (preset !== undefined) changed['preset'] = preset;
  return changed as PlacedField;
}

function baseOf(schema: JsonSchema, properties: JsonSchema, fields: Fields): FormModel | SchemaProblem[] {
  const title =
    typeof schema['title'] === 'string' && schema['title'].trim() !== '' ? schema['title'] : '表单';
  if (!(extension in schema)) {
    const named = Object.fromEntries(
      Object.keys(properties).flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
    ) as Fields;
    return defaultForm(title, named);
  }
  const read = formModel.safeParse(schema[extension]);
  if (read.success) return read.data;
  return read.error.issues.map(({ path, message }) => ({
    path: [extension, ...path.map(String)].join('.'),
    message,
  }));
}

/** Reads a schema that was written by {@link toJsonSchema}, or by anybody else within the subset that a form can hold. */
export function fromJsonSchema(schema: unknown, fields: Fields): Imported {
  if (!isObject(schema)) return { problems: [{ path: '', message: '不是 JSON Schema' }] };
  const problems = problemsOf(schema, fields);
  if (problems.length > 0) return { problems };
  const properties = schema['properties'] as JsonSchema;
  const base = baseOf(schema, properties, fields);
  if (Array.isArray(base)) return { problems: base };
  const demanded = new Set(requiredOf(schema));
  const standing = new Set(placedFields(base).map(({ field }) => field.name));
  function read(field: PlacedField): PlacedField[] {
    const property = properties[field.name];
    const declared = fields[field.name];
    if (!isObject(property) || declared === undefined) return [];
    return [overlay(field, declared, property, demanded.has(field.name))];
  }
  const added = Object.keys(properties)
    .filter((name) => !standing.has(name))
    .flatMap((name) => read({ name, width: 1 }));
  const last = base.sections.length - 1;
  const model = formModel.safeParse({
    ...base,
    ...(typeof schema['title'] === 'string' ? { title: schema['title'] } : {}),
    sections: base.sections.map((section, index) => ({
      ...section,
      fields: [...section.fields.flatMap(read), ...(index === last ? added : [])],
    })),
  });
  if (model.success) return { model: model.data };
  return {
    problems: model.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  };
}
