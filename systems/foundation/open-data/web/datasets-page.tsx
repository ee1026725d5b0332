/** 开放数据: what anybody may look at and download. */
import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { KitRoot } from '../../../../ui/kit-root.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './open-data.css';

export default function DatasetsPage(): ReactNode {
  const [search, setSearch] = useState('');
  const asked = useCall(contract.routes.list, { search }, { keep: true });
  return (
    <KitRoot>
      <div className="open-data">
        <h1>开放数据</h1>
        <p className="city-muted">经过匿名化检查的公共数据，无需登录即可查看和下载，并有接口供程序取用。</p>
        <Input.Search
          allowClear
          size="large"
          placeholder="按名称、部门、关键词查找"
          aria-label="查找开放数据"
          onSearch={setSearch}
        />
        <Shown of={asked} rows={4}>
          {({ datasets }) =>
            datasets.length === 0 ? (
              <Empty text={search === '' ? '还没有开放的数据' : '没有找到'} />
            ) : (
              <ul className="open-data-list">
                {datasets.map((each) => (
                  <li key={each.code}>
                    <Link className="open-data-card" to={`/open-data/${each.code}`}>
                      <b>{each.name}</b>
                      <span>{each.description}</span>
                      <span className="open-data-facts">
                        <span>{each.provider}</span>
                        <span>{each.rows.toLocaleString('zh-CN')}行</span>
                        <span>更新周期：{each.cycle || '不定期'}</span>
                        <span>下载{each.downloads}次</span>
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
    </KitRoot>
  );
}
