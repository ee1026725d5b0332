/** The fields of a case type as pages need them, from the registers' description or a system's own declaration. Pure. */
import type { Field, FieldType } from '../../../../kernel/register.ts';

/** A field as the registers' describe route gives it (the parts used here). */
export interface DescribedField {
  readonly name: string;
  readonly type: string;
  readonly title: string;
  readonly required: boolean;
  readonly class: string;
  readonly managed: boolean;
  readonly format: string | null;
  readonly pattern: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly maxLength: number | null;
  readonly unit: string | null;
  readonly codeList: string | null;
  readonly to: string | null;
  readonly hint: string | null;
}

export type CaseFields = Readonly<Record<string, Field>>;

export interface FieldGroup {
  readonly title: string;
  /** Names; unknown ones are left out. */
  readonly fields: readonly string[];
}

/** Shown in the head, the rail, the timeline or the requests already, so never again in a group. */
const shownElsewhere = new Set([
  'number',
  'stage',
  'status',
  'outcome',
  'unit',
  'leadUnit',
  'initiator',
  'openedAt',
  'dueAt',
  'stageDueAt',
  'closedAt',
  'closedLate',
  'suspendedAt',
  'processVersion',
  'urged',
  'supervised',
  'mergedInto',
  'splitFrom',
]);

export function toFields(described: readonly DescribedField[]): CaseFields {
  return Object.fromEntries(described.map((one) => [one.name, toField(one)]));
}

function toField(one: DescribedField): Field {
  const kept: Record<string, unknown> = {};
  for (const key of [
    'format',
    'minimum',
    'maximum',
    'maxLength',
    'unit',
    'codeList',
    'to',
    'hint',
  ] as const) {
    if (one[key] !== null) kept[key] = one[key];
  }
  return {
    ...kept,
    type: one.type as FieldType,
    title: one.title,
    required: one.required,
    managed: one.managed,
    class: one.class as NonNullable<Field['class']>,
    ...(one.pattern === null ? {} : { pattern: new RegExp(one.pattern, 'u') }),
  };
}

/** Given groups first; what they leave out goes by whether a person or the rules wrote it. Empty groups do not show. */
export function groupFields(
  fields: CaseFields,
  row: Readonly<Record<string, unknown>>,
  given: readonly FieldGroup[],
  hidden: readonly string[],
): readonly FieldGroup[] {
  const taken = new Set([...shownElsewhere, ...hidden, ...given.flatMap((group) => group.fields)]);
  const rest = Object.entries(fields).filter(
    ([name, field]) => !taken.has(name) && field.type !== 'json' && !isMark(name, fields),
  );
  const groups = [
    ...given.map((group) => ({
      title: group.title,
      fields: group.fields.filter((name) => fields[name] !== undefined && !hidden.includes(name)),
    })),
    {
      title: given.length > 0 ? '其他信息' : '基本信息',
      fields: rest.filter(([, field]) => !field.managed).map(([name]) => name),
    },
    // What the rules worked out is worth a line only once there is something.
    {
      title: '系统判定',
      fields: rest.filter(([name, field]) => field.managed && isFilled(row[name])).map(([name]) => name),
    },
  ];
  return groups.filter((group) => group.fields.length > 0);
}

/** Marks ('filedAt', 'filedLate') and counters ('reworkCount') of the process: the timeline tells them better. */
function isMark(name: string, fields: CaseFields): boolean {
  if (!fields[name]?.managed) return false;
  if (name.endsWith('Count')) return true;
  const stem = /^(.+)(At|Late)$/.exec(name)?.[1];
  return stem !== undefined && fields[`${stem}At`] !== undefined && fields[`${stem}Late`] !== undefined;
}

export function isFilled(value: unknown): boolean {
  return (
    value !== null &&
    value !== undefined &&
    value !== '' &&
    value !== false &&
    !(Array.isArray(value) && value.length === 0)
  );
}

export interface PhotoFields {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The file fields that show a place before and after, by their names. */
export function findPhotoFields(fields: CaseFields): PhotoFields {
  const files = Object.entries(fields).flatMap(([name, field]) => (field.type === 'files' ? [name] : []));
  return {
    before: files.find((name) => /before/i.test(name)),
    after: files.find((name) => /after/i.test(name)),
  };
}

export function findPointField(fields: CaseFields): string | undefined {
  return Object.entries(fields).find(([, field]) => field.type === 'point')?.[0];
}

/** Fields that a person fills in when he registers a case. */
export function openingFields(fields: CaseFields): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => (field.managed ? [] : [name]));
}

export function fileIds(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
