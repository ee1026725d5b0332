/** 户卡 at the desk: every value with its source and date, the members, and what happened to it. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { DescriptionList, PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { fieldTable, listTable } from '../../data/tables.ts';
import '../village.css';

type Reply = OutputOf<typeof contract.routes.card>;
type Row = Reply['household'];

export default function CardPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.card, { id });
  return (
    <Shown of={reply} rows={12}>
      {(card) => (
        <PageFrame
          title={`${String(card.household.values['number'] ?? '').slice(12)} 号户`}
          breadcrumb={[{ title: '户卡', to: '/village-data/cards' }]}
          summary={`${card.areaName} ${String(card.household.values['hamlet'] ?? '')} · 户编号 ${String(card.household.values['number'] ?? '')}`}
        >
          <Section title="本户">
            <Values row={card.household} of="household" />
          </Section>
          {card.members.map((row) => (
            <Section
              key={row.id}
              title={`${String(row.values['name'] ?? '')}　${nameOf('relations', row.values['relation'])}`}
            >
              <Values row={row} of="member" />
            </Section>
          ))}
          <Section title="变更记录" flush>
            <Changes changes={card.changes} />
          </Section>
        </PageFrame>
      )}
    </Shown>
  );
}

function nameOf(list: string, value: unknown): string {
  return listTable.lists[list]?.find(([code]) => code === value)?.[1] ?? '';
}

function textOf(key: string, value: Row['values'][string]): string {
  const field = fieldTable.rows.find((each) => each.key === key);
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (field?.list !== undefined) return nameOf(field.list, value) || String(value);
  return field?.unit === undefined ? String(value) : `${value} ${field.unit}`;
}

function Values(props: { readonly row: Row; readonly of: 'household' | 'member' }): ReactNode {
  const { row, of } = props;
  const fields = fieldTable.rows.filter(
    (field) => field.of === of && (field.when === undefined || row.values[field.when] === true),
  );
  return (
    <DescriptionList
      items={fields.map(({ key, title }) => {
        const origin = row.origins[key];
        return {
          label: title,
          value: (
            <>
              {row.masked.includes(key)
                ? String(row.values[key] ?? '（无权查看）')
                : textOf(key, row.values[key] ?? null)}
              {origin && (
                <span className="village-source">
                  数据来源：{origin.by} {origin.at.slice(0, 10)}
                </span>
              )}
            </>
          ),
        };
      })}
    />
  );
}

function Changes({ changes }: { readonly changes: Reply['changes'] }): ReactNode {
  return (
    <Table<Reply['changes'][number]>
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: 640 }}
      dataSource={[...changes]}
      locale={{ emptyText: '还没有变更' }}
      columns={[
        { title: '时间', width: 150, render: (_, row) => momentText(row.at) },
        { title: '方式', dataIndex: 'kind', width: 110 },
        { title: '经办', dataIndex: 'by', width: 140 },
        { title: '改动的字段', render: (_, row) => row.fields.join('、') || '—' },
        { title: '确认', dataIndex: 'confirmed', align: 'right', width: 72 },
      ]}
    />
  );
}
