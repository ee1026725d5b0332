/** 数据集详情: how it stands, its batches with their reconciliation, rejected rows, quality by rule, rows and lineage. */
import { Alert, Button, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { JobProgress } from '../../../../ui/job-progress.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Batch } from '../routes/dataset-routes.ts';
import { BatchTable } from './dataset/batch-table.tsx';
import { FieldTable } from './dataset/field-table.tsx';
import { LetterTable } from './dataset/letter-table.tsx';
import { RowPreview } from './dataset/row-preview.tsx';
import { RuleTable } from './dataset/rule-table.tsx';
import { UploadButton } from './dataset/upload-button.tsx';
import './collection.css';

export default function DatasetPage(): ReactNode {
  const { id = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const row = useCall(registersContract.routes.read, { register: 'data-collection.dataset', id });
  const asked = useCall(contract.routes.dataset, { id }, { every: 2000 });
  const name = String(row.data?.row['name'] ?? '数据集');
  usePageTitle(name);
  const maySeeQuality = useMay('data-quality:read');
  const paused = row.data?.row['stage'] === 'paused';
  const about = asked.data;
  const open = (tab: string) => setAddress({ tab }, { replace: true });
  return (
    <PageFrame
      title={name}
      breadcrumb={[
        { title: '数据归集', to: '/data-collection' },
        { title: '数据集', to: '/data-collection/datasets' },
      ]}
      summary={
        about &&
        `来源：${about.sourceName}；数据时间：${about.refreshedAt ? momentText(about.refreshedAt) : '还没有入库'}`
      }
      tags={
        <>
          {paused && <StatusTag tone="grey">停用</StatusTag>}
          {about?.late && <StatusTag tone="red">迟到</StatusTag>}
        </>
      }
      extra={
        <>
          {maySeeQuality && (
            <Link to={`/data-quality/datasets/${id}`}>
              <Button tabIndex={-1}>数据质量</Button>
            </Link>
          )}
          {about?.mayKeep && (
            <DatasetActs
              id={id}
              running={about.job !== null}
              paused={paused}
              filesOf={takesFiles(about.object?.kind) ? String(row.data?.row['source'] ?? '') : undefined}
            />
          )}
        </>
      }
    >
      <Shown of={asked} rows={6}>
        {(data) => (
          <>
            {data.job && <Running id={id} job={data.job} mayKeep={data.mayKeep} />}
            {data.batches[0]?.state === 'failed' && (
              <Alert type="error" showIcon title={`最近一批没有完成：${data.batches[0].message ?? ''}`} />
            )}
            {data.batches[0]?.state !== 'failed' && typeof row.data?.row['problem'] === 'string' && (
              <Alert type="warning" showIcon title={`无法采集：${row.data.row['problem']}`} />
            )}
            <Tiles minimum={180}>
              <NumberCard title="在库行数" value={data.rows} unit="行" onOpen={() => open('rows')} />
              <NumberCard
                title="待处理退回"
                value={data.kept}
                unit="行"
                better="lower"
                onOpen={() => open('letters')}
              />
              <NumberCard
                title="入库得分"
                value={typeof row.data?.row['score'] === 'number' ? row.data.row['score'] : null}
                digits={1}
                unit="分"
                formula="GB/T 36344-2018 各指标 A/B，同一指标内各规则平均，各指标等权"
                onOpen={() => open('quality')}
              />
              <NumberCard title="占用空间" value={data.bytes / 1_048_576} digits={2} unit="MB" />
            </Tiles>
            <Section flush>
              <Tabs
                className="city-tabs"
                activeKey={address.get('tab') ?? 'batches'}
                onChange={open}
                tabBarStyle={{ paddingInline: 16, marginBottom: 0 }}
                items={[
                  { key: 'batches', label: '批次对账', children: <BatchTable batches={data.batches} /> },
                  ...(data.mayPreview
                    ? [
                        {
                          key: 'letters',
                          label: `退回记录 ${data.kept}`,
                          children: (
                            <LetterTable
                              id={id}
                              mayKeep={data.mayKeep}
                              fields={data.fields}
                              newest={newestOf(data.batches)}
                            />
                          ),
                        },
                        {
                          key: 'rows',
                          label: '数据预览',
                          children: <RowPreview id={id} fields={data.fields} />,
                        },
                      ]
                    : []),
                  { key: 'quality', label: '质量规则', children: <RuleTable rules={data.quality} /> },
                  {
                    key: 'fields',
                    label: '字段和血缘',
                    children: <FieldTable id={id} fields={data.fields} />,
                  },
                ]}
              />
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function newestOf(batches: readonly Batch[]): string {
  const [newest] = batches;
  return newest === undefined ? '' : `${newest.id} ${newest.state}`;
}

function takesFiles(kind: string | undefined): boolean {
  return kind === 'file' || kind === 'drop';
}

function DatasetActs(props: {
  readonly id: string;
  readonly running: boolean;
  readonly paused: boolean;
  /** Source whose files it reads. */
  readonly filesOf: string | undefined;
}): ReactNode {
  const { id, paused } = props;
  const collect = useAct(contract.routes.collect);
  const stage = useAct(contract.routes.stage);
  return (
    <>
      <Link to={`/data-collection/datasets/${id}/edit`}>
        <Button tabIndex={-1}>修改定义</Button>
      </Link>
      <Button
        loading={stage.acting}
        onClick={() => void stage.act({ id, stage: paused ? 'active' : 'paused' })}
      >
        {paused ? '启用' : '停用'}
      </Button>
      {props.filesOf && <UploadButton id={id} source={props.filesOf} disabled={paused || props.running} />}
      <Button
        type="primary"
        disabled={paused || props.running}
        loading={collect.acting}
        onClick={() => void collect.act({ id })}
      >
        立即采集
      </Button>
    </>
  );
}

function Running(props: {
  readonly id: string;
  readonly job: {
    readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
    readonly done: number;
    readonly message: string;
  };
  readonly mayKeep: boolean;
}): ReactNode {
  const cancel = useAct(contract.routes.cancel);
  return (
    <Section title="正在采集">
      <JobProgress
        job={props.job}
        {...(props.mayKeep ? { onCancel: () => void cancel.act({ id: props.id }) } : {})}
      />
    </Section>
  );
}
