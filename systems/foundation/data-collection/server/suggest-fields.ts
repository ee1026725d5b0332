/** Fields for the columns of a table: names, types and rules that its own catalogue gives away; a person looks them over. */
import type { LakeField } from '../../../../engines/lake/contract.ts';
import type { SourceColumn } from '../../../../engines/lake/service.ts';
import hints from '../data/field-hints.json' with { type: 'json' };

type Type = LakeField['type'];

function typeOf(column: SourceColumn): Type {
  const type = column.type.toLowerCase();
  if (/^(?:tinyint\(1\)|bool)/.test(type)) return 'boolean';
  if (/^(?:small|medium|tiny|big)?int/.test(type)) return 'integer';
  if (/^(?:numeric|decimal|float|double|real|money)/.test(type)) return 'decimal';
  if (/^(?:timestamp|datetime)/.test(type)) return 'moment';
  return type.startsWith('date') ? 'date' : 'text';
}

function nameOf(column: SourceColumn, index: number): string {
  const plain = column.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  return plain === '' ? `field_${index + 1}` : plain;
}

export function suggestFields(columns: readonly SourceColumn[]): readonly LakeField[] {
  return columns.map((column, index) => {
    const title = column.comment || column.name;
    const said = `${column.name} ${title}`.toLowerCase();
    const hint = hints.hints.find((each) => each.words.some((word) => said.includes(word)));
    const format = hint?.format as LakeField['format'];
    return {
      name: nameOf(column, index),
      source: column.name,
      title: title.slice(0, 60),
      type: format === undefined ? typeOf(column) : 'text',
      key: false,
      required: false,
      ...(format === undefined ? {} : { format }),
      class: (hint?.class ?? 'internal') as LakeField['class'],
      strict: true,
    };
  });
}
