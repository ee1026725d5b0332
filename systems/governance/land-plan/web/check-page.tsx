/** 审查结果: the conclusion, the map with what is taken, the findings, and the report and proof to take away. */
import { Alert, Button } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { addressOf } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { areaText } from './area-text.ts';
import { ConclusionTag } from './conclusion-tag.tsx';
import { FindingsTable } from './findings-table.tsx';
import { boxOf, LinesMap, widen } from './lines-map.tsx';
import './land-plan.css';

type Result = OutputOf<typeof contract.routes.result>;

export default function CheckPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.result, { id }, { fresh: 600_000 });
  return (
    <Shown of={asked} rows={12}>
      {(result) => <ShownCheck result={result} />}
    </Shown>
  );
}

function ShownCheck(props: { readonly result: Result }): ReactNode {
  const { result } = props;
  usePageTitle(result.title);
  const box = useMemo(() => widen(boxOf(result.shape)), [result]);
  const taken = useMemo(() => result.findings.filter(({ squareMetres }) => squareMetres > 0), [result]);
  return (
    <PageFrame
      title={result.title}
      breadcrumb={[{ title: '国土空间规划' }, { title: '审查记录', to: '/land-plan/checks' }]}
      tags={<ConclusionTag of={result.conclusion} solid />}
      summary={`${areaText(result.squareMetres)}，${momentText(result.checkedAt)} 审查`}
      extra={
        <>
          {result.project !== null && <Link to={`/land-plan/projects/${result.project}`}>所属项目</Link>}
          <Button href={addressOf(contract.routes.receipt, { id: result.id })}>存证凭证</Button>
          <Button type="primary" href={addressOf(contract.routes.report, { id: result.id })}>
            下载审查报告
          </Button>
        </>
      }
    >
      {result.statedDifference !== null && (
        <Alert
          type="warning"
          title={`图形面积与送审面积相差 ${(result.statedDifference * 100).toFixed(1)}%，请核对坐标系和带号`}
        />
      )}
      {result.mended.length > 0 && (
        <Alert
          type="info"
          title="图形已修正"
          description={
            <ul className="land-plan-problems">
              {result.mended.map(({ message }) => (
                <li key={message}>{message}</li>
              ))}
            </ul>
          }
        />
      )}
      <Section flush title="各管控线">
        <FindingsTable findings={result.findings} />
      </Section>
      <Section flush title="用地与管控线">
        <LinesMap label="用地与管控线" box={box} land={result.shape} taken={taken} height={460} />
      </Section>
    </PageFrame>
  );
}
