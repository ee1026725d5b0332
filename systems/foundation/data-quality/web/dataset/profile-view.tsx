/** 数据画像: what each column holds; values that few rows share or that name persons are never told. */
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { Chart } from '../../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ColumnProfile } from '../../routes/suite-routes.ts';
import { percent } from '../percent.ts';
import { isRunning, type Suite } from './suite.ts';

const percentileNames = ['5%', '25%', '50%', '75%', '95%'];
const shownValues = 8;

export function ProfileView(props: { readonly id: string; readonly suite: Suite }): ReactNode {
  const { id, suite } = props;
  // Asked anew while a profile runs, so that it stands here when it is done.
  const asked = useCall(contract.routes.profile, { id }, { every: isRunning(suite.profile) ? 2000 : 30_000 });
  const run = useAct(contract.routes.run);
  return (
    <>
      {suite.mayKeep && (
        <div className="quality-acts">
          <Button
            disabled={isRunning(suite.profile)}
            loading={run.acting}
            onClick={() => void run.act({ id, kind: 'profile' })}
          >
            立即画像
          </Button>
          <span className="city-muted">个人和敏感字段只统计，不列取值；少数行才有的取值不显示</span>
        </div>
      )}
      <Shown of={asked} rows={6}>
        {({ profile }) =>
          profile === null ? (
            <Empty text="还没有做过数据画像" />
          ) : (
            <>
              <p className="quality-part city-muted">
                {momentText(profile.at)}，{profile.rows.toLocaleString('zh-CN')} 行，形态取自
                {profile.sampled.toLocaleString('zh-CN')} 行
              </p>
              {profile.outdated && <Alert type="info" showIcon title="画像之后数据又更新过" banner />}
              <div className="quality-columns">
                {profile.columns.map((column) => (
                  <Column key={column.name} column={column} rows={profile.rows} />
                ))}
              </div>
            </>
          )
        }
      </Shown>
    </>
  );
}

/** Six decimals lose their zeros. */
function extreme({ type }: ColumnProfile, value: string): string {
  return type === 'decimal' ? value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : value;
}

function Column(props: { readonly column: ColumnProfile; readonly rows: number }): ReactNode {
  const { column, rows } = props;
  const values = column.values.slice(0, shownValues);
  return (
    <article className="quality-column">
      <h3>
        {column.title}
        <small>{column.name}</small>
      </h3>
      <p className="quality-facts">
        <span>填写 {percent(rows === 0 ? null : column.filled / rows)}</span>
        <span>约 {Math.min(column.distinct, column.filled).toLocaleString('zh-CN')} 种取值</span>
        {column.longest !== null && (
          <span>
            长 {column.shortest}–{column.longest} 字
          </span>
        )}
        {column.minimum !== null && <span>最小 {extreme(column, column.minimum)}</span>}
        {column.maximum !== null && <span>最大 {extreme(column, column.maximum)}</span>}
        {column.mean !== null && <span>平均 {Number(column.mean).toLocaleString('zh-CN')}</span>}
      </p>
      {column.percentiles !== null && (
        <Chart
          title={`${column.title}的分位数`}
          height={140}
          data={{
            kind: 'line',
            categories: percentileNames,
            series: [{ name: '分位数', values: column.percentiles }],
          }}
        />
      )}
      {values.length > 0 && (
        <Chart
          title={`${column.title}的常见取值`}
          height={40 + values.length * 26}
          data={{
            kind: 'bar-across',
            categories: values.map(({ value }) => value),
            series: [{ name: '行数', values: values.map((each) => each.rows) }],
            unit: '行',
          }}
        />
      )}
      {column.shapes.length > 0 && (
        <ul className="quality-shape">
          {column.shapes.map(({ shape, share }) => (
            <li key={shape}>
              {shape || '（空）'} · {percent(share)}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
