/** 水印溯源: a leaked file, part of it or pasted text, and the exports it may have come from, with what speaks for each. */
import { Alert, Button, Input, Segmented, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag, type Tone } from '../../../../ui/status-tag.tsx';
import { UploadBox } from '../../../../ui/upload-box.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Trace } from '../routes/export-routes.ts';
import './protection.css';

const evidence: Readonly<Record<Trace['by'], { title: string; tone: Tone; words: (one: Trace) => string }>> =
  {
    hidden: { title: '暗水印', tone: 'red', words: ({ hits }) => `${hits} 处带有这次导出的暗水印` },
    content: {
      title: '内容相符',
      tone: 'yellow',
      words: ({ hits, share }) =>
        `${hits} 个值相符，占 ${Math.round((share ?? 0) * 100)}%；可能不止一次导出含这些值`,
    },
    line: { title: '可见编号', tone: 'grey', words: () => '只有看得见的编号，谁都可以写上去' },
  };

const columns: ColumnType<Trace>[] = [
  {
    title: '依据',
    dataIndex: 'by',
    render: (by: Trace['by']) => <StatusTag tone={evidence[by].tone}>{evidence[by].title}</StatusTag>,
  },
  { title: '导出人', dataIndex: 'requesterName', render: (name: string) => <b>{name}</b> },
  {
    title: '下载时间',
    dataIndex: 'takenAt',
    render: (at: string | null) => (at === null ? '未下载' : momentText(at)),
  },
  { title: '台账', dataIndex: 'title' },
  {
    title: '编号',
    dataIndex: 'number',
    render: (number: string, one) => <Link to={`/data-protection/exports/${one.id}`}>{number}</Link>,
  },
  { title: '说明', key: 'words', render: (_, one) => evidence[one.by].words(one) },
  { title: '审批人', dataIndex: 'deciderName' },
  { title: '用途', dataIndex: 'purpose', ellipsis: true, width: 220 },
];

export default function TracePage(): ReactNode {
  const [by, setBy] = useState<'text' | 'file'>('text');
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly string[]>([]);
  const [reply, setReply] = useState<
    { readonly found: readonly Trace[]; readonly values: number } | undefined
  >();
  const trace = useAct(contract.routes.trace, { onDone: setReply });
  const [file] = files;
  const given = by === 'text' ? text.trim() !== '' : file !== undefined;
  return (
    <PageFrame
      title="水印溯源"
      summary="核对外泄的表格或其中一部分来自哪一次导出：先看暗水印，再按内容比对；每次溯源都有审计记录"
    >
      <Section
        title="外泄的内容"
        extra={
          <Segmented<'text' | 'file'>
            value={by}
            onChange={setBy}
            options={[
              { value: 'text', label: '粘贴内容' },
              { value: 'file', label: '上传文件' },
            ]}
          />
        }
      >
        {by === 'text' ? (
          <Input.TextArea
            aria-label="外泄的内容"
            rows={6}
            maxLength={500_000}
            value={text}
            placeholder="从表格里直接复制几行粘贴到这里，不要重新输入：暗水印在字里"
            onChange={(event) => setText(event.target.value)}
          />
        ) : (
          <UploadBox value={files} onChange={setFiles} most={1} accept=".xlsx,.xls,.csv" />
        )}
        <p className="protection-acts">
          <Button
            type="primary"
            disabled={!given}
            loading={trace.acting}
            onClick={() => void trace.act(by === 'text' ? { text } : { file: file ?? '' })}
          >
            溯源
          </Button>
        </p>
      </Section>
      {reply !== undefined && (
        <Section title="可能的来源" flush={reply.found.length > 0}>
          {reply.found.length === 0 ? (
            <Empty text={`没有找到来源。可比对的值 ${reply.values} 个；值太少或太短时只能靠暗水印`} />
          ) : (
            <>
              {reply.found.every((one) => one.by !== 'hidden') && (
                <Alert
                  type="warning"
                  showIcon
                  banner
                  title="没有暗水印，以下只是线索，须与其他证据相互印证"
                />
              )}
              {reply.found.flatMap(({ number, printedRows }) =>
                printedRows === null ? (
                  []
                ) : (
                  <Alert
                    key={number}
                    type="info"
                    showIcon
                    banner
                    title={`${number}的内容指纹只含前${printedRows.toLocaleString('zh-CN')}行，其后的行只能凭水印认出`}
                  />
                ),
              )}
              <Table<Trace>
                rowKey="id"
                size="middle"
                columns={columns}
                dataSource={[...reply.found]}
                pagination={false}
                scroll={{ x: 'max-content' }}
              />
            </>
          )}
        </Section>
      )}
    </PageFrame>
  );
}
