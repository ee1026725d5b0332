/** 台账共享: rows of a system's register under a contract, read from the register itself. Which registers, says the catalogue. */
import type { Field, Register } from '../../../../kernel/register.ts';
import type { FieldTest } from '../../../../kernel/filter.ts';
import type { Services } from '../../../../kernel/system.ts';
import type { LakeField, ServedQuery, ServedRow, Shelf } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';

const kind = 'register';

/** Field types of the lake; what is none of these goes out as text. */
const types: Readonly<Partial<Record<Field['type'], LakeField['type']>>> = {
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  moment: 'moment',
};
const formats: ReadonlySet<string | undefined> = new Set(['id-card', 'credit-code', 'phone']);

export function isRegister(dataset: string): boolean {
  return dataset.startsWith(`${kind}:`);
}

/** The id and name by which a row is asked for, in front of the declared fields. Files stay where they are. */
function fieldsOf({ fields }: Register): readonly LakeField[] {
  const plain = { required: false, strict: true } as const;
  const key: LakeField = {
    ...plain,
    name: 'id',
    source: 'id',
    title: '行编号',
    type: 'text',
    key: true,
    class: 'internal',
  };
  const rest = Object.entries(fields).flatMap(([name, field]): LakeField[] => {
    if (field.type === 'files') return [];
    const format = formats.has(field.format) ? { format: field.format as 'phone' } : {};
    return [
      {
        ...plain,
        ...format,
        name,
        source: name,
        title: field.title,
        type: types[field.type] ?? 'text',
        key: false,
        class: field.class ?? 'internal',
      },
    ];
  });
  return [key, ...rest];
}

function asValue(field: Field | undefined, text: string): string | number {
  return field?.type === 'integer' || field?.type === 'decimal' ? Number(text) : text;
}

function conditionsOf({ fields }: Register, query: ServedQuery): readonly FieldTest[] {
  const tests = Object.entries(query.where).map(([name, values]): FieldTest => {
    const field = fields[name];
    if (field?.type === 'boolean')
      return { field: name, is: 'equal', value: ['true', '是'].includes(values[0] ?? '') };
    return { field: name, is: 'one-of', value: values.map((text) => asValue(field, text)) };
  });
  return query.after === undefined || query.after === ''
    ? tests
    : [...tests, { field: 'id', is: 'more', value: query.after }];
}

/** Lists and places as text; whoever takes them reads JSON. */
function cells(row: Readonly<Record<string, unknown>>): ServedRow['row'] {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}

export function registerShelf(services: Services): Shelf {
  function find(dataset: string) {
    const id = dataset.slice(kind.length + 1);
    const info = services.use(registers).find(id);
    if (info === undefined) throw errors.registerGone();
    return { id, declaration: info.declaration };
  }
  return {
    fields: async (dataset) => fieldsOf(find(dataset).declaration),
    async read(query) {
      const { id, declaration } = find(query.dataset);
      const rows = await services
        .use(registers)
        .rows(id)
        .trusted.findMany(services.use(store).db, {
          filter: { all: conditionsOf(declaration, query) },
          ...(query.key === undefined ? {} : { ids: [query.key] }),
          sort: 'id',
          limit: query.size,
        });
      return rows.map((row) => ({ key: row.id, row: cells(row) }));
    },
    edition: async () => null,
  };
}
