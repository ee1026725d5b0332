/** 一份开放数据: what it holds, first rows, charts, files or the way to apply, what others say of it. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { addressOf } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { type Format, formats } from '../data/formats.ts';
import { Apply } from './parts/apply.tsx';
import { DatasetChart } from './parts/chart.tsx';
import { OpenFrame } from './parts/frame.tsx';
import { Preview } from './parts/preview.tsx';
import { Mend, Ratings, starsText } from './parts/say.tsx';

type Dataset = OutputOf<typeof contract.routes.one>;

export default function DatasetPage(): ReactNode {
  const { code = '' } = useParams();
  const asked = useCall(contract.routes.one, { code });
  usePageTitle(asked.data?.name ?? '开放数据');
  return (
    <OpenFrame>
      <Shown of={asked} rows={8}>
        {(data) => (
          <>
            <Head data={data} />
            {data.conditional ? <Apply code={code} condition={data.condition} /> : <Files code={code} />}
            {!data.conditional && <Preview code={code} fields={data.fields} />}
            <DatasetChart code={code} fields={data.fields} />
            <Fields data={data} />
            <div className="open-data-pair">
              <Ratings data={data} />
              <Mend data={data} />
            </div>
          </>
        )}
      </Shown>
    </OpenFrame>
  );
}

function Head({ data }: { readonly data: Dataset }): ReactNode {
  return (
    <header className="open-data-head">
      <h1>
        {data.name}{' '}
        <StatusTag tone={data.conditional ? 'yellow' : 'green'}>
          {data.conditional ? '有条件开放' : '无条件开放'}
        </StatusTag>
      </h1>
      <p>{data.description}</p>
      <p className="open-data-facts">
        <span>{data.provider}</span>
        <span>{data.rows.toLocaleString('zh-CN')}行</span>
        <span>更新周期：{data.cycle || '不定期'}</span>
        <span>发布日期：{data.publishedOn}</span>
        {data.updatedAt && <span>数据时间：{momentText(data.updatedAt)}</span>}
        <span>使用{data.uses}次</span>
        <span>{starsText(data.stars)}</span>
        <Link to="/open-data/rules">
          {data.licence.title}第{data.licence.version}版
        </Link>
      </p>
    </header>
  );
}

function Files(props: { readonly code: string }): ReactNode {
  return (
    <div className="open-data-files">
      {Object.entries(formats).map(([format, { title }]) => (
        <Button
          key={format}
          type={format === 'csv' ? 'primary' : 'default'}
          href={addressOf(contract.routes.download, { code: props.code, format: format as Format })}
        >
          下载 {title}
        </Button>
      ))}
      <Link to={`/open-data/developers?code=${props.code}`}>用接口取</Link>
    </div>
  );
}

const types: Readonly<Record<string, string>> = {
  text: '文本',
  integer: '整数',
  decimal: '小数',
  date: '日期',
  moment: '日期时间',
  boolean: '是否',
};

function Fields({ data }: { readonly data: Dataset }): ReactNode {
  return (
    <section className="open-data-part">
      <h2>信息项</h2>
      <div className="open-data-scroll" role="region" aria-label="信息项" tabIndex={0}>
        <table className="open-data-table">
          <thead>
            <tr>
              <th scope="col">名称</th>
              <th scope="col">接口字段</th>
              <th scope="col">类型</th>
            </tr>
          </thead>
          <tbody>
            {data.fields.map((field) => (
              <tr key={field.name}>
                <td>{field.title}</td>
                <td>
                  <code>{field.name}</code>
                </td>
                <td>{types[field.type] ?? field.type}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
