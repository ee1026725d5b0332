/** 台账目录: every register that the person may read, by system, with its owner and how it is shared. */
import { Input, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { RegisterReply } from '../routes/catalogue-routes.ts';
import { registerPath } from './parts/register-path.ts';

export default function CataloguePage(): ReactNode {
  const asked = useCall(contract.routes.catalogue, {}, { fresh: 60_000 });
  const [text, setText] = useState('');
  const groups = useMemo(() => groupRegisters(asked.data?.registers ?? [], text), [asked.data, text]);
  return (
    <PageFrame
      title="台账目录"
      summary="您有权查看的全部台账。每个台账写明负责单位、共享和开放方式。"
      extra={
        <Input
          allowClear
          placeholder="按台账、系统、单位查找"
          aria-label="查找台账"
          value={text}
          onChange={(event) => setText(event.target.value)}
          style={{ width: 260 }}
        />
      }
    >
      {asked.isPending && <Loading rows={8} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && groups.length === 0 && (
        <Empty text={text === '' ? '没有您可以查看的台账' : '没有找到台账'} />
      )}
      {groups.map(([title, registers]) => (
        <Section key={title} title={title} flush>
          <Table<RegisterReply>
            rowKey="id"
            columns={columns}
            dataSource={registers}
            pagination={false}
            scroll={{ x: 'max-content' }}
            size="middle"
          />
        </Section>
      ))}
    </PageFrame>
  );
}

function groupRegisters(
  registers: readonly RegisterReply[],
  text: string,
): readonly (readonly [string, RegisterReply[]])[] {
  const groups = new Map<string, RegisterReply[]>();
  for (const one of registers) {
    if (!`${one.title}${one.systemTitle}${one.ownerName}${one.summary ?? ''}`.includes(text.trim())) continue;
    groups.set(one.systemTitle, [...(groups.get(one.systemTitle) ?? []), one]);
  }
  return [...groups];
}

const shareWords: Readonly<Record<string, readonly [string, string]>> = {
  unconditional: ['无条件共享', 'green'],
  conditional: ['有条件共享', 'yellow'],
  none: ['不予共享', 'grey'],
};
const openWords: Readonly<Record<string, readonly [string, string]>> = {
  unconditional: ['无条件开放', 'green'],
  conditional: ['有条件开放', 'yellow'],
  none: ['不予开放', 'grey'],
};

function WordTag(props: {
  readonly words: Readonly<Record<string, readonly [string, string]>>;
  readonly of: string;
}): ReactNode {
  const [title, tone] = props.words[props.of] ?? [props.of, 'grey'];
  return <StatusTag tone={tone}>{title}</StatusTag>;
}

const columns: ColumnType<RegisterReply>[] = [
  {
    title: '台账',
    width: 150,
    render: (_value, one) => <Link to={registerPath.list(one.id)}>{one.title}</Link>,
  },
  {
    title: '类型',
    width: 75,
    render: (_value, one) => (
      <StatusTag tone={one.kind === 'case' ? 'purple' : 'blue'}>
        {one.kind === 'case' ? '案件' : '台账'}
      </StatusTag>
    ),
  },
  {
    title: '内容',
    dataIndex: 'summary',
    width: 320,
    render: (summary: string | null) => summary ?? <span className="city-muted">—</span>,
  },
  { title: '负责单位', dataIndex: 'ownerName', width: 170 },
  { title: '共享', width: 110, render: (_value, one) => <WordTag words={shareWords} of={one.share} /> },
  { title: '开放', width: 110, render: (_value, one) => <WordTag words={openWords} of={one.open} /> },
  { title: '您可以', width: 165, render: (_value, one) => rightsText(one) },
];

function rightsText(one: RegisterReply): string {
  const words = { write: '维护', import: '导入', export: '导出', reveal: '查看脱敏' } as const;
  const held = Object.entries(words).filter(([act]) => one.may[act as keyof typeof words]);
  return ['查看', ...held.map(([, word]) => word)].join('、');
}
