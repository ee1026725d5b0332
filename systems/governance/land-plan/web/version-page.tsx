/** 一个规划成果版本: its document, its parcels on the map, filling it from a file, what it would change, and publishing. */
import { Alert, Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { fileUrl } from '../../../../ui/upload-file.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { areaText } from './area-text.ts';
import { ConclusionTag } from './conclusion-tag.tsx';
import { LinesMap, wholeCity } from './lines-map.tsx';
import { ParcelsDrawer } from './parcels-drawer.tsx';
import { VersionDrawer } from './version-drawer.tsx';
import './land-plan.css';

type Version = OutputOf<typeof contract.routes.version>;
type Change = OutputOf<typeof contract.routes.preview>['changes'][number];

export default function VersionPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.version, { id });
  return (
    <Shown of={asked} rows={12}>
      {(version) => <ShownVersion version={version} />}
    </Shown>
  );
}

function ShownVersion(props: { readonly version: Version }): ReactNode {
  const { version } = props;
  usePageTitle(version.title);
  const mayKeep = useMay('land-plan:keep-versions');
  const mayPublish = useMay('land-plan:publish');
  const [open, setOpen] = useState<'facts' | 'parcels' | undefined>(undefined);
  const { act: publish, acting } = useAct(contract.routes.publish);
  const isDraft = version.status === 'draft';

  async function confirm(): Promise<void> {
    const sure = await confirmDanger({
      title: `发布“${version.title}”`,
      hint: `${version.effectiveFrom} 起成为审查依据，不能再改；在办项目随即复查`,
      okText: '发布',
    });
    if (sure) await publish({ id: version.id });
  }
  return (
    <PageFrame
      title={version.title}
      breadcrumb={[{ title: '国土空间规划' }, { title: '规划成果版本', to: '/land-plan/versions' }]}
      tags={<State version={version} />}
      extra={
        <>
          <Link to={`/registers/land-plan.parcel/rows?f.edition=${version.id}`}>图斑清单</Link>
          {isDraft && mayKeep && (
            <>
              <Button onClick={() => setOpen('facts')}>修改信息</Button>
              <Button onClick={() => setOpen('parcels')}>导入图斑</Button>
            </>
          )}
          {isDraft && mayPublish && (
            <Button type="primary" loading={acting} onClick={() => void confirm()}>
              发布
            </Button>
          )}
        </>
      }
    >
      <Section title="成果信息">
        <Facts version={version} />
      </Section>
      {isDraft && mayKeep && version.parcels > 0 && <Changes id={version.id} />}
      <Section flush title={version.lineTitle}>
        {version.parcels === 0 ? (
          <Empty text="还没有图斑" />
        ) : (
          <LinesMap label={version.title} box={wholeCity} version={version.id} height={520} />
        )}
      </Section>
      {open === 'facts' && <VersionDrawer open version={version} onClose={() => setOpen(undefined)} />}
      <ParcelsDrawer id={version.id} open={open === 'parcels'} onClose={() => setOpen(undefined)} />
    </PageFrame>
  );
}

function State(props: { readonly version: Version }): ReactNode {
  if (props.version.status === 'draft') return <StatusTag tone="yellow">编制中</StatusTag>;
  return props.version.inForce ? <StatusTag tone="green">在用</StatusTag> : <StatusTag>已发布</StatusTag>;
}

function Facts(props: { readonly version: Version }): ReactNode {
  const { version } = props;
  const rows: readonly (readonly [string, ReactNode])[] = [
    ['管控线', version.lineTitle],
    ['批准文号', version.documentNumber || '—'],
    ['批准机关', version.authority || '—'],
    ['批准日期', version.approvedOn ?? '—'],
    ['生效日期', version.effectiveFrom],
    ['成果比例尺', version.scale || '—'],
    ['图斑', `${version.parcels.toLocaleString('zh-CN')} 个`],
    ['总面积', areaText(version.squareMetres)],
    [
      '批准文件',
      version.document.length === 0
        ? '—'
        : version.document.map((file, index) => (
            <a key={file} href={fileUrl(file)}>
              文件 {index + 1}{' '}
            </a>
          )),
    ],
    ['说明', version.note || '—'],
  ];
  return (
    <dl className="land-plan-facts">
      {rows.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Changes(props: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.preview, { id: props.id }, { fresh: 60_000 });
  return (
    <Section flush title="发布后在办项目的变化">
      <Shown of={asked} rows={3}>
        {({ checked, changes }) =>
          changes.length === 0 ? (
            <Empty text={`${checked} 个在办项目的结论和面积都不变`} />
          ) : (
            <>
              <Alert
                type="warning"
                banner
                title={`${checked} 个在办项目中有 ${changes.length} 个会变化，发布后自动复查并通知登记人`}
              />
              <ChangeTable changes={changes} />
            </>
          )
        }
      </Shown>
    </Section>
  );
}

function ChangeTable(props: { readonly changes: readonly Change[] }): ReactNode {
  return (
    <Table<Change>
      size="small"
      rowKey="project"
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...props.changes]}
      columns={[
        {
          title: '项目',
          render: (_, { project, name }) => <Link to={`/land-plan/projects/${project}`}>{name}</Link>,
        },
        { title: '现结论', render: (_, { before }) => <ConclusionTag of={before} /> },
        { title: '发布后', render: (_, { after }) => <ConclusionTag of={after} /> },
        {
          title: '现占用',
          align: 'end',
          render: (_, { occupiedBefore }) => (occupiedBefore === null ? '—' : areaText(occupiedBefore)),
        },
        { title: '发布后占用', align: 'end', render: (_, { occupiedAfter }) => areaText(occupiedAfter) },
      ]}
    />
  );
}
