/** 项目运行: what it found, with how far off it may be, once it was let go; the reviewer sees it before and decides. */
import { Alert, Button, Input, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { type KeyKind, keysAt } from '../../../../engines/privacy/web/match-party.ts';
import registersContract from '../../../../engines/registers/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { RunResult } from '../routes/project-routes.ts';
import { ListFile } from './parts/list-file.tsx';
import { findPlaces } from './parts/party-store.ts';
import { Parties } from './parts/parties.tsx';
import './operation.css';

/** Shown below, or of no use to people. */
const ownFields = ['content', 'question', 'job'];
const findings: Readonly<Record<string, string>> = {
  few: '人数过少，已隐去',
  dominated: '少数主体占比过高，已隐去',
  difference: '与已放行的结果相差太少，已隐去',
};

export default function RunPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.runResult, { id });
  return (
    <>
      <RegisterDetail register="data-operation.run" id={id} without={ownFields} />
      <div className="city-page">
        <Shown of={asked} rows={4}>
          {(result) => (
            <>
              <Section title="结果" flush={result.cells !== null}>
                <Result result={result} />
              </Section>
              {result.places !== null && <FoundList id={id} places={result.places} />}
              {result.method === 'sum' && <Parties id={id} mayRepeat={result.mayRepeat} />}
              {result.mayReview && <Review id={id} />}
            </>
          )}
        </Shown>
      </div>
    </>
  );
}

function number(value: number | null): string {
  return value === null ? '—' : value.toLocaleString('zh-CN', { maximumFractionDigits: 2 });
}

function Result({ result }: { readonly result: RunResult }): ReactNode {
  if (result.cells === null && result.matched === null)
    return (
      <Empty text={result.state === 'review' ? '结果待审核，放行后可见' : (result.findings ?? '没有结果')} />
    );
  if (result.cells === null)
    return (
      <p style={{ margin: 0 }}>
        命中 <b style={{ fontSize: 26 }}>{number(result.matched)}</b> 个
      </p>
    );
  const noisy = result.method === 'noisy';
  return (
    <Table
      rowKey={(cell) => cell.group ?? ''}
      size="small"
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      dataSource={[...result.cells]}
      columns={[
        { title: '组', render: (_, cell) => cell.group ?? '全部' },
        { title: noisy ? '结果（已加噪）' : '结果', align: 'end', render: (_, cell) => number(cell.value) },
        ...(noisy
          ? [
              {
                title: '95% 区间',
                align: 'end' as const,
                render: (_: unknown, cell: NonNullable<RunResult['cells']>[number]) =>
                  `${number(cell.low)} ~ ${number(cell.high)}`,
              },
            ]
          : []),
        {
          title: '审核发现',
          render: (_, cell) =>
            cell.finding === null ? (
              '—'
            ) : (
              <StatusTag tone="yellow">{findings[cell.finding] ?? cell.finding}</StatusTag>
            ),
        },
      ]}
    />
  );
}

function Review({ id }: { readonly id: string }): ReactNode {
  const [opinion, setOpinion] = useState('');
  const review = useAct(contract.routes.review);
  const decide = (release: boolean) => void review.act({ id, release, opinion: opinion.trim() });
  const ready = opinion.trim().length >= 2;
  return (
    <Section title="审核">
      <div className="operation-steps">
        <Input.TextArea
          aria-label="审核意见"
          placeholder="写明理由：人数是否足够、用途是否相符"
          rows={3}
          maxLength={500}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
        <div className="operation-file">
          <Button type="primary" disabled={!ready} loading={review.acting} onClick={() => decide(true)}>
            放行
          </Button>
          <Button danger disabled={!ready} loading={review.acting} onClick={() => decide(false)}>
            不予放行
          </Button>
        </div>
      </div>
    </Section>
  );
}

/** The city let go places; which key stands at each only this browser can say, with the same list file at hand. */
function FoundList({ id, places }: { readonly id: string; readonly places: readonly number[] }): ReactNode {
  const run = useCall(registersContract.routes.read, { register: 'data-operation.run', id });
  const project = String(run.data?.row['project'] ?? '');
  const agreed = useCall(contract.routes.project, { id: project }, { enabled: project !== '' });
  const [found, setFound] = useState<readonly string[]>();
  const [problem, setProblem] = useState(false);
  const kind = agreed.data?.keyKind;
  if (kind === undefined || kind === null) return null;
  return (
    <Section title="命中的名单">
      <div className="operation-steps">
        <p className="city-muted">选择求交时用的同一个名单文件，在本机还原命中的部分。</p>
        <ListFile
          kind={kind as KeyKind}
          onList={(list) =>
            void findPlaces(id).then((kept) => {
              setProblem(kept === undefined);
              setFound(kept === undefined ? undefined : keysAt({ places: kept }, list.keys, places));
            })
          }
        />
        {problem && <Alert type="error" showIcon title="这个浏览器没有做过这次求交，请用当时的浏览器打开" />}
        {found !== undefined && (
          <>
            <p role="status">共 {found.length} 个</p>
            <Button
              href={`data:text/csv;charset=utf-8,${encodeURIComponent(found.join('\n'))}`}
              download="命中名单.csv"
            >
              保存到本机
            </Button>
          </>
        )}
      </div>
    </Section>
  );
}
