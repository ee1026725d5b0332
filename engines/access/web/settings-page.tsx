/** 系统参数: every number that officials may change, with where its standard value comes from. */
import { Input, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useMemo, useState } from 'react';
import type { OutputOf } from '../../../kernel/contract.ts';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { SettingInput } from './parts/setting-input.tsx';

type Setting = OutputOf<typeof contract.routes.settings>[number];

export default function SettingsPage(): ReactNode {
  const asked = useCall(contract.routes.settings, {});
  const [text, setText] = useState('');
  const groups = useMemo(() => groupSettings(asked.data ?? [], text), [asked.data, text]);
  return (
    <PageFrame
      title="系统参数"
      summary="修改后立即生效，并记入审计日志。偏离标准值的参数有标记。"
      extra={
        <Input.Search
          allowClear
          placeholder="按名称、依据查找"
          aria-label="按名称、依据查找参数"
          onSearch={setText}
          onChange={(event) => event.target.value === '' && setText('')}
          style={{ width: 260 }}
        />
      }
    >
      {asked.isPending && <Loading rows={8} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && groups.length === 0 && <Empty text="没有找到参数" />}
      {groups.map(([title, settings]) => (
        <Section key={title} title={title} flush>
          <Table<Setting>
            rowKey="name"
            size="middle"
            columns={columns}
            dataSource={settings}
            pagination={false}
            scroll={{ x: 'max-content' }}
          />
        </Section>
      ))}
    </PageFrame>
  );
}

function groupSettings(
  settings: readonly Setting[],
  text: string,
): readonly (readonly [string, Setting[]])[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    if (!`${setting.title}${setting.source}${setting.name}`.includes(text.trim())) continue;
    const title = setting.systemTitle;
    groups.set(title, [...(groups.get(title) ?? []), setting]);
  }
  return [...groups];
}

const columns: ColumnType<Setting>[] = [
  {
    title: '参数',
    dataIndex: 'title',
    width: 260,
    render: (title: string, setting) => (
      <span title={setting.name}>
        {title} {setting.value !== setting.standard && <StatusTag tone="yellow">已调整</StatusTag>}
      </span>
    ),
  },
  {
    title: '当前值',
    width: 280,
    render: (_value, setting) => <SettingInput key={setting.value} setting={setting} />,
  },
  {
    title: '标准值',
    width: 110,
    align: 'right',
    render: (_value, setting) => <span className="city-number">{`${setting.standard} ${setting.unit}`}</span>,
  },
  {
    title: '允许范围',
    width: 150,
    render: (_value, setting) => <span className="city-number">{rangeText(setting)}</span>,
  },
  { title: '依据', dataIndex: 'source', width: 260 },
];

export function rangeText(setting: Pick<Setting, 'minimum' | 'maximum' | 'unit'>): string {
  const { minimum, maximum, unit } = setting;
  if (minimum === null && maximum === null) return '不限';
  if (minimum === null) return `不大于 ${maximum} ${unit}`;
  if (maximum === null) return `不小于 ${minimum} ${unit}`;
  return `${minimum}–${maximum} ${unit}`;
}
