/** 数据目录: what anybody may look at and download, or apply for. */
import { Button, Input, Pagination, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { OpenFrame } from './parts/frame.tsx';
import { starsText } from './parts/say.tsx';

type Dataset = OutputOf<typeof contract.routes.list>['datasets'][number];

export default function DatasetsPage(): ReactNode {
  const [search, setSearch] = useState('');
  const [provider, setProvider] = useState<string>();
  const [openType, setOpenType] = useState<'1' | '2'>();
  const [page, setPage] = useState(1);
  const input = {
    search,
    page,
    ...(provider === undefined ? {} : { provider }),
    ...(openType === undefined ? {} : { openType }),
  };
  const asked = useCall(contract.routes.list, input, { keep: true });
  function narrow(change: () => void): void {
    change();
    setPage(1);
  }
  return (
    <OpenFrame>
      <header className="open-data-head">
        <h1>开放数据</h1>
        <p className="city-muted">经过匿名化检查的公共数据，无需登录即可查看和下载，并有接口供程序取用。</p>
      </header>
      <div className="open-data-controls is-search">
        <Input.Search
          allowClear
          size="large"
          placeholder="按名称、部门、关键词查找"
          aria-label="查找开放数据"
          onSearch={(next) => narrow(() => setSearch(next))}
        />
        <Select
          allowClear
          size="large"
          aria-label="提供部门"
          placeholder="全部部门"
          onChange={(next?: string) => narrow(() => setProvider(next))}
          options={(asked.data?.providers ?? []).map((each) => ({
            value: each.id,
            label: `${each.name}（${each.count}）`,
          }))}
        />
        <Select
          allowClear
          size="large"
          aria-label="开放属性"
          placeholder="全部开放属性"
          onChange={(next?: '1' | '2') => narrow(() => setOpenType(next))}
          options={[
            { value: '1', label: '无条件开放' },
            { value: '2', label: '有条件开放' },
          ]}
        />
      </div>
      <Shown of={asked} rows={4}>
        {({ datasets, total, size }) =>
          datasets.length === 0 ? (
            <Empty
              text={search === '' ? '还没有开放的数据' : '没有找到'}
              action={
                <Link to="/open-data/mine">
                  <Button tabIndex={-1}>提出数据需求</Button>
                </Link>
              }
            />
          ) : (
            <>
              <ul className="open-data-list">
                {datasets.map((each) => (
                  <Card key={each.code} data={each} />
                ))}
              </ul>
              <Pagination
                hideOnSinglePage
                align="end"
                current={page}
                pageSize={size}
                total={total}
                showSizeChanger={false}
                onChange={setPage}
              />
            </>
          )
        }
      </Shown>
    </OpenFrame>
  );
}

function Card({ data }: { readonly data: Dataset }): ReactNode {
  return (
    <li>
      <Link className="open-data-card" to={`/open-data/${data.code}`}>
        <span className="open-data-card-title">
          <b>{data.name}</b>
          <StatusTag tone={data.conditional ? 'yellow' : 'green'}>
            {data.conditional ? '有条件开放' : '无条件开放'}
          </StatusTag>
        </span>
        <span>{data.description}</span>
        <span className="open-data-facts">
          <span>{data.provider}</span>
          <span>{data.rows.toLocaleString('zh-CN')}行</span>
          <span>更新周期：{data.cycle || '不定期'}</span>
          <span>使用{data.uses}次</span>
          <span>{starsText(data.stars)}</span>
        </span>
      </Link>
    </li>
  );
}
