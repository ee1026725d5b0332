/** 流程管理: every case type with the versions of its process and the draft that somebody is drawing. */
import { Button, Dropdown, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { versionTitle } from '../../process/version-title.ts';
import type { ProcessInfo } from '../../routes/definition-routes.ts';
import { BpmnUpload } from './bpmn-upload.tsx';
import './designer.css';
import { formatMoment } from './format-moment.ts';
import { VersionTable } from './version-table.tsx';

export default function ProcessesPage(): ReactNode {
  const processes = useCall(contract.routes.processes, {});
  return (
    <PageFrame
      title="流程管理"
      summary="每种案件按一个流程办理。草稿校验通过后发布成新版本；在办案件留在开始时的版本上。"
    >
      {processes.isPending && <Loading rows={8} />}
      {processes.isError && <Failed error={processes.error} onRetry={() => void processes.refetch()} />}
      {processes.data && (
        <Section flush>
          <Table<ProcessInfo>
            rowKey="type"
            size="middle"
            columns={columns}
            dataSource={processes.data}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showTotal: (total) => `共 ${total} 条` }}
            scroll={{ x: 'max-content' }}
            expandable={{ expandedRowRender: (process) => <VersionTable process={process} /> }}
          />
        </Section>
      )}
    </PageFrame>
  );
}

const columns: ColumnType<ProcessInfo>[] = [
  { title: '案件类型', dataIndex: 'title', width: 200, render: (title: string) => <b>{title}</b> },
  { title: '所属系统', dataIndex: 'systemTitle', width: 180 },
  { title: '在办案件', dataIndex: 'openCases', width: 100, align: 'right' },
  {
    title: '现行版本',
    width: 170,
    render: (_value, process) => {
      const current = process.versions.find((version) => version.inForce);
      return current === undefined ? (
        '—'
      ) : (
        <StatusTag tone="green">{versionTitle(current.version)}</StatusTag>
      );
    },
  },
  {
    title: '草稿',
    width: 260,
    render: (_value, { draft }) =>
      draft === null ? (
        <span className="city-muted">没有</span>
      ) : (
        <>
          <StatusTag tone={draft.state === 'checked' ? 'blue' : 'yellow'}>
            {draft.state === 'checked' ? '已校验' : '编辑中'}
          </StatusTag>{' '}
          <span className="city-muted">
            {draft.changedBy} {formatMoment(draft.changedAt)}
          </span>
        </>
      ),
  },
  {
    title: '操作',
    width: 200,
    fixed: 'right',
    render: (_value, process) => <RowActions process={process} />,
  },
];

function RowActions({ process }: { readonly process: ProcessInfo }): ReactNode {
  const navigate = useNavigate();
  const mayDesign = useSession().permissions.includes('flow:design-process');
  const [reading, setReading] = useState(false);
  const start = useAct(contract.routes.startDraft, {
    onDone: (draft) => void navigate(`/flow/drafts/${draft.id}`),
  });
  const { draft, type } = process;
  if (draft !== null)
    return (
      <Button type="link" size="small" onClick={() => void navigate(`/flow/drafts/${draft.id}`)}>
        {mayDesign ? '继续设计' : '查看草稿'}
      </Button>
    );
  if (!mayDesign) return <span className="city-muted">—</span>;
  const begin = async (xml: string) => {
    setReading(true);
    await start.act({ type, xml });
    setReading(false);
  };
  return (
    <>
      <Button
        type="link"
        size="small"
        loading={start.acting && !reading}
        onClick={() => void start.act({ type })}
      >
        新建草稿
      </Button>
      <Dropdown
        menu={{
          items: [
            {
              key: 'import',
              label: <BpmnUpload onText={(xml) => void begin(xml)}>导入 BPMN 文件</BpmnUpload>,
            },
          ],
        }}
      >
        <Button type="link" size="small" loading={reading}>
          更多
        </Button>
      </Dropdown>
    </>
  );
}
