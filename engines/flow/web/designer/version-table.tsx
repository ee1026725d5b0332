/** The versions of one process: newest first, with what may be done to them. */
import { Button, Table } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { versionTitle } from '../../process/version-title.ts';
import type { ProcessInfo, ProcessVersion } from '../../routes/definition-routes.ts';
import { formatMoment } from './format-moment.ts';

export function VersionTable({ process }: { readonly process: ProcessInfo }): ReactNode {
  return (
    <Table<ProcessVersion>
      rowKey="version"
      size="small"
      pagination={false}
      dataSource={process.versions}
      columns={[
        { title: '版本', width: 130, render: (_value, version) => versionTitle(version.version) },
        { title: '状态', width: 100, render: (_value, version) => <VersionState version={version} /> },
        { title: '发布时间', width: 160, dataIndex: 'publishedAt', render: formatMoment },
        {
          title: '发布人',
          width: 120,
          dataIndex: 'publishedBy',
          render: (name: string | null, version) => name ?? (version.origin === 'declared' ? '随系统' : '—'),
        },
        { title: '说明', dataIndex: 'note', render: (note: string) => note || '—' },
        {
          title: '操作',
          width: 320,
          render: (_value, version) => <VersionActions process={process} version={version} />,
        },
      ]}
    />
  );
}

function VersionState({ version }: { readonly version: ProcessVersion }): ReactNode {
  if (version.state === 'retired') return <StatusTag tone="grey">已停用</StatusTag>;
  if (version.inForce) return <StatusTag tone="green">现行</StatusTag>;
  return <StatusTag tone="grey">旧版</StatusTag>;
}

function VersionActions(props: {
  readonly process: ProcessInfo;
  readonly version: ProcessVersion;
}): ReactNode {
  const navigate = useNavigate();
  const { permissions } = useSession();
  const { process, version } = props;
  const start = useAct(contract.routes.startDraft, {
    onDone: (draft) => void navigate(`/flow/drafts/${draft.id}`),
  });
  const retire = useAct(contract.routes.retireVersion, { onDone: () => tell('success', '已停用') });
  const { type } = process;
  const askRetire = async () => {
    const reason = await askReason({
      title: `停用${process.title}${versionTitle(version.version)}`,
      hint: '新案件改用其他版本，在办案件不受影响。停用后不能恢复，可以从它新建草稿再发布。',
      okText: '停用',
    });
    if (reason !== undefined) await retire.act({ type, version: version.version, reason });
  };
  return (
    <>
      <Button
        type="link"
        size="small"
        onClick={() => void navigate(`/flow/processes/${type}/versions/${version.version}`)}
      >
        查看与统计
      </Button>
      {process.draft === null && permissions.includes('flow:design-process') && (
        <Button
          type="link"
          size="small"
          loading={start.acting}
          onClick={() => void start.act({ type, version: version.version })}
        >
          由此新建
        </Button>
      )}
      {process.versions.length > 1 && permissions.includes('flow:migrate-cases') && (
        <Button
          type="link"
          size="small"
          onClick={() => void navigate(`/flow/processes/${type}/migration?from=${version.version}`)}
        >
          迁移案件
        </Button>
      )}
      {version.origin === 'drawn' &&
        version.state === 'published' &&
        permissions.includes('flow:publish-process') && (
          <Button type="link" size="small" danger loading={retire.acting} onClick={() => void askRetire()}>
            停用
          </Button>
        )}
    </>
  );
}
