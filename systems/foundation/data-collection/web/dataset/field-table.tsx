/** Fields with their types and rules, and the column of the source that each comes from. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { fieldFormats, fieldTypes, type LakeField } from '../../../../../engines/lake/contract.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const classes = { public: '公开', internal: '内部', personal: '个人', sensitive: '敏感' } as const;

export function rulesOf(field: LakeField): string {
  return [
    field.key ? '主键' : '',
    field.required ? '必填' : '',
    field.format === undefined ? '' : `${fieldFormats[field.format]}校验`,
    field.pattern === undefined ? '' : `格式 ${field.pattern}`,
    field.codes === undefined ? '' : `代码 ${field.codes.length} 个`,
    field.minimum === undefined ? '' : `不小于 ${field.minimum}`,
    field.maximum === undefined ? '' : `不大于 ${field.maximum}`,
    field.maxLength === undefined ? '' : `不超过 ${field.maxLength} 字`,
    field.strict ? '' : '只提示不退回',
  ]
    .filter((rule) => rule !== '')
    .join('；');
}

export function FieldTable(props: { readonly id: string; readonly fields: readonly LakeField[] }): ReactNode {
  const asked = useCall(contract.routes.lineage, { id: props.id });
  const origin = new Map(asked.data?.lineage.map((each) => [each.field, each]));
  return (
    <Table<LakeField>
      rowKey="name"
      size="middle"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...props.fields]}
      columns={[
        { title: '字段', render: (_, field) => `${field.title}（${field.name}）` },
        { title: '类型', render: (_, field) => fieldTypes[field.type] },
        { title: '分类', render: (_, field) => classes[field.class] },
        { title: '规则', render: (_, field) => rulesOf(field) || '—' },
        {
          title: '来源列',
          render: (_, field) => {
            const from = origin.get(field.name);
            return from === undefined ? field.source : `${from.origin} → ${from.column}`;
          },
        },
      ]}
    />
  );
}
