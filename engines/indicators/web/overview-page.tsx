/** 指标统计: every indicator that the person may see, by system, area or unit and period, down to the rows. */
import { Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import type { CatalogueEntry } from '../contract.ts';
import { fits } from './parts/indicator-question.ts';
import { IndicatorTable } from './parts/indicator-table.tsx';
import { IndicatorTrend } from './parts/indicator-trend.tsx';
import { QuestionBar, useQuestion } from './parts/question-bar.tsx';
import { useCatalogue } from './parts/use-indicators.ts';

export default function OverviewPage(): ReactNode {
  const { entries, error, retry } = useCatalogue();
  return (
    <PageFrame title="指标统计" summary="公式和依据由各系统按标准声明；点数字查看它背后的每一条记录。">
      {error !== null && <Failed error={error} onRetry={retry} />}
      {error === null && entries === undefined && <Loading rows={8} />}
      {entries?.length === 0 && (
        <Empty text="没有您可以查看的指标" hint="指标按岗位权限开放，需要时请联系安全管理员。" />
      )}
      {entries !== undefined && entries.length > 0 && <Overview entries={entries} />}
    </PageFrame>
  );
}

function Overview(props: { readonly entries: readonly CatalogueEntry[] }): ReactNode {
  const { entries } = props;
  const [address] = useSearchParams();
  const [question, change] = useQuestion();
  const systems = useMemo(
    () =>
      [...new Map(entries.map((entry) => [entry.system, entry.systemTitle]))].map(([value, label]) => ({
        value,
        label,
      })),
    [entries],
  );
  const system = systems.find(({ value }) => value === address.get('system'))?.value ?? systems[0]?.value;
  const shown = entries.filter((entry) => entry.system === system);
  // A trend is of one place or of everything; what lies in no area has none of a place.
  const trends = shown.filter((entry) => fits(entry, { ...question, by: 'none' }));
  const trended = trends.find(({ id }) => id === address.get('trend')) ?? trends[0];
  return (
    <>
      <Section flush>
        <QuestionBar question={question} onChange={change}>
          {systems.length > 1 && (
            <Select
              aria-label="系统"
              options={systems}
              value={system}
              onChange={(value) => change({ system: value, trend: undefined })}
              style={{ minWidth: 180 }}
            />
          )}
        </QuestionBar>
        <IndicatorTable indicators={shown.map(({ id }) => id)} question={question} />
      </Section>
      {trended && (
        <Section
          title="趋势"
          extra={
            <Select
              aria-label="趋势指标"
              options={trends.map(({ id, title }) => ({ value: id, label: title }))}
              value={trended.id}
              onChange={(trend) => change({ trend })}
              showSearch={{ optionFilterProp: 'label' }}
              style={{ minWidth: 180 }}
            />
          }
        >
          <IndicatorTrend key={trended.id} entry={trended} question={question} />
        </Section>
      )}
    </>
  );
}
