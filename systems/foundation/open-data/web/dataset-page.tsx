/** 一份开放数据: what it holds, its first rows, and the files. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { addressOf } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { KitRoot } from '../../../../ui/kit-root.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { type Format, formats, licence } from '../data/formats.ts';
import type { OpenField } from '../routes/public-routes.ts';
import './open-data.css';

export default function DatasetPage(): ReactNode {
  const { code = '' } = useParams();
  const asked = useCall(contract.routes.one, { code });
  usePageTitle(asked.data?.name ?? '开放数据');
  return (
    <KitRoot>
      <div className="open-data">
        <Link to="/open-data">‹ 全部开放数据</Link>
        <Shown of={asked} rows={8}>
          {(data) => (
            <>
              <h1>{data.name}</h1>
              <p>{data.description}</p>
              <p className="open-data-facts">
                <span>{data.provider}</span>
                <span>{data.rows.toLocaleString('zh-CN')}行</span>
                <span>发布日期：{data.publishedOn}</span>
                {data.updatedAt && <span>数据时间：{momentText(data.updatedAt)}</span>}
                <span>{licence.title}</span>
              </p>
              <div className="open-data-files">
                {Object.entries(formats).map(([format, { title }]) => (
                  <Button
                    key={format}
                    type={format === 'csv' ? 'primary' : 'default'}
                    href={addressOf(contract.routes.download, { code, format: format as Format })}
                  >
                    下载 {title}
                  </Button>
                ))}
              </div>
              <Preview code={code} fields={data.fields} />
            </>
          )}
        </Shown>
      </div>
    </KitRoot>
  );
}

function Preview(props: { readonly code: string; readonly fields: readonly OpenField[] }): ReactNode {
  const asked = useCall(contract.routes.preview, { code: props.code });
  return (
    <section>
      <h2>前几行</h2>
      <Shown of={asked} rows={4}>
        {({ rows }) => (
          <div className="open-data-scroll" role="region" aria-label="前几行" tabIndex={0}>
            <table className="open-data-table">
              <thead>
                <tr>
                  {props.fields.map((field) => (
                    <th key={field.name} scope="col">
                      {field.title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  // Rows of a file have no key; their place is what they are.
                  <tr key={index}>
                    {props.fields.map((field) => (
                      <td key={field.name}>{String(row[field.name] ?? '')}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Shown>
    </section>
  );
}
