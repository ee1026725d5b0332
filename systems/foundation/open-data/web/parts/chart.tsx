/** 图表: one column to group by and what is measured in each group; the server groups, and holds small groups back. */
import { Segmented, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Chart } from '../../../../../ui/chart.tsx';
import { Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { OpenField } from '../../routes/public-routes.ts';

const rows = '行数';
const numeric: readonly string[] = ['integer', 'decimal'];

export function DatasetChart(props: {
  readonly code: string;
  readonly fields: readonly OpenField[];
}): ReactNode {
  const { code, fields } = props;
  const categories = fields.filter((field) => !numeric.includes(field.type));
  // Keys and names stand in front, kinds and places behind.
  const usual = categories.findLast((field) => field.type === 'text') ?? categories[0];
  const [by, setBy] = useState(usual?.name ?? '');
  const [value, setValue] = useState<string>();
  const [measure, setMeasure] = useState<'sum' | 'mean'>('sum');
  const [kind, setKind] = useState<'bar' | 'line'>('bar');
  const input = value === undefined ? { code, by } : { code, by, value, measure };
  const asked = useCall(contract.routes.chart, input, { enabled: by !== '', keep: true });
  const unit = fields.find((field) => field.name === value)?.title ?? rows;
  if (categories.length === 0) return null;
  return (
    <section className="open-data-part">
      <h2>图表</h2>
      <div className="open-data-controls">
        <label>
          分组
          <Select
            aria-label="分组"
            value={by}
            onChange={setBy}
            options={categories.map((field) => ({ value: field.name, label: field.title }))}
          />
        </label>
        <label>
          数值
          <Select
            aria-label="数值"
            value={value ?? ''}
            onChange={(next: string) => setValue(next === '' ? undefined : next)}
            options={[
              { value: '', label: rows },
              ...fields
                .filter((field) => numeric.includes(field.type))
                .map((field) => ({ value: field.name, label: field.title })),
            ]}
          />
        </label>
        {value !== undefined && (
          <Segmented
            aria-label="算法"
            value={measure}
            onChange={setMeasure}
            options={[
              { value: 'sum', label: '合计' },
              { value: 'mean', label: '平均' },
            ]}
          />
        )}
        <Segmented
          aria-label="图形"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'bar', label: '柱状' },
            { value: 'line', label: '折线' },
          ]}
        />
      </div>
      <Shown of={asked} rows={6}>
        {({ groups, held, left, k }) => {
          // A line runs along its axis; bars stand by size, as they come.
          const order =
            kind === 'line' ? groups.toSorted((a, b) => (a.key ?? '').localeCompare(b.key ?? '')) : groups;
          return (
            <>
              <Chart
                title={`${unit}，按${fields.find((field) => field.name === by)?.title ?? ''}`}
                data={{
                  kind,
                  categories: order.map((group) => group.key ?? '（空）'),
                  series: [{ name: unit, values: order.map((group) => group.value) }],
                }}
              />
              {held > 0 && (
                <p className="city-muted">
                  {held}组不足{k}行或可由其推算，按匿名化要求不显示
                </p>
              )}
              {left > 0 && <p className="city-muted">另有{left}组没有画出</p>}
            </>
          );
        }}
      </Shown>
    </section>
  );
}
