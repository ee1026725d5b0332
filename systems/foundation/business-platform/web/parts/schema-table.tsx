/** The fields of a declared shape (JSON Schema) as a table: name, type, needed or not, what is allowed. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { Wide } from './wide.tsx';

type Json = Readonly<Record<string, unknown>>;

interface Line {
  readonly at: string;
  readonly type: string;
  readonly required: boolean;
  readonly bounds: string;
}

const typeWords: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数',
  integer: '整数',
  boolean: '是否',
  object: '对象',
  array: '列表',
  null: '空',
};
const formatWords: Readonly<Record<string, string>> = {
  date: '日期 YYYY-MM-DD',
  'date-time': '时刻 ISO 8601',
  uuid: 'UUID',
};
const boundWords: readonly (readonly [string, string])[] = [
  ['minimum', '≥'],
  ['maximum', '≤'],
  ['minLength', '至少'],
  ['maxLength', '至多'],
];

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The alternative that is not null, and whether null is one. */
function unwrap(schema: Json): { readonly body: Json; readonly nullable: boolean } {
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (!Array.isArray(alternatives)) return { body: schema, nullable: false };
  const all = alternatives.map(objectOf);
  return {
    body: all.find((one) => one['type'] !== 'null') ?? schema,
    nullable: all.some((one) => one['type'] === 'null'),
  };
}

function boundsOf(body: Json): string {
  const said: string[] = [];
  if (Array.isArray(body['enum'])) said.push(body['enum'].join(' | '));
  if (typeof body['format'] === 'string') said.push(formatWords[body['format']] ?? body['format']);
  // Formats carry a pattern of their own, which says nothing more to people.
  else if (typeof body['pattern'] === 'string') said.push(body['pattern']);
  for (const [name, word] of boundWords) {
    const bound = body[name];
    if (typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER)
      said.push(name.endsWith('Length') ? `${word}${bound}字` : `${word} ${bound}`);
  }
  if (body['default'] !== undefined) said.push(`默认 ${JSON.stringify(body['default'])}`);
  return said.join('；');
}

function linesOf(schema: Json, prefix = ''): readonly Line[] {
  const { body } = unwrap(schema);
  const required = Array.isArray(body['required']) ? body['required'] : [];
  return Object.entries(objectOf(body['properties'])).flatMap(([name, given]) => {
    const { body: inner, nullable } = unwrap(objectOf(given));
    const at = `${prefix}${name}`;
    const type = typeWords[String(inner['type'])] ?? '任意';
    const line = {
      at,
      type: nullable ? `${type}或空` : type,
      required: required.includes(name),
      bounds: boundsOf(inner),
    };
    const deeper =
      inner['type'] === 'array' ? linesOf(objectOf(inner['items']), `${at}[].`) : linesOf(inner, `${at}.`);
    return [line, ...deeper];
  });
}

export function SchemaTable(props: {
  readonly schema: unknown;
  readonly side: 'input' | 'output';
}): ReactNode {
  const lines = linesOf(objectOf(props.schema));
  if (lines.length === 0) return <Empty text={props.side === 'input' ? '没有入参' : '出参没有固定字段'} />;
  return (
    <Wide label={props.side === 'input' ? '入参字段' : '出参字段'}>
      <Table<Line>
        rowKey="at"
        size="small"
        pagination={false}
        dataSource={[...lines]}
        columns={[
          { title: '字段', dataIndex: 'at', render: (at: string) => <code>{at}</code> },
          { title: '类型', dataIndex: 'type' },
          {
            title: props.side === 'input' ? '必填' : '总有',
            render: (_, line) =>
              line.required ? <StatusTag tone="blue">是</StatusTag> : <span className="city-muted">否</span>,
          },
          { title: '取值', dataIndex: 'bounds', render: (bounds: string) => bounds || '—' },
        ]}
      />
    </Wide>
  );
}
