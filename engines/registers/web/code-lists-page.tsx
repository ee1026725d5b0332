/** 数据字典: every code list of the city; those who may keep them change names, order and validity, never the meaning of a used code. */
import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { useListTitles } from './code-list/use-list-titles.ts';
import { CodeEntries } from './code-list/code-entries.tsx';
import './registers.css';

export default function CodeListsPage(): ReactNode {
  const asked = useCall(contract.routes.codeLists, {}, { fresh: 60_000 });
  const [address, setAddress] = useSearchParams();
  const [text, setText] = useState('');
  const titleOf = useListTitles();
  const lists = asked.data?.lists ?? [];
  const chosen = address.get('list') ?? lists[0]?.list;
  const shown = lists.filter(({ list }) =>
    `${titleOf(list)} ${list}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  return (
    <PageFrame title="数据字典" summary="代码表由国家、行业标准或各系统带入。改过的条目不会被系统升级覆盖。">
      {asked.isPending && <Loading rows={8} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && lists.length === 0 && <Empty text="还没有代码表" />}
      {lists.length > 0 && (
        <div className="register-split">
          <Section title={`代码表(${lists.length})`}>
            <Input
              allowClear
              placeholder="按名称查找"
              aria-label="查找代码表"
              value={text}
              onChange={(event) => setText(event.target.value)}
              style={{ marginBottom: 8 }}
            />
            <nav className="register-lists" aria-label="代码表">
              {shown.map(({ list, entries }) => (
                <button
                  key={list}
                  type="button"
                  aria-current={list === chosen}
                  onClick={() => setAddress({ list }, { replace: true })}
                >
                  <span>
                    {titleOf(list)}
                    {titleOf(list) !== list && <small className="city-muted register-list-id">{list}</small>}
                  </span>
                  <span className="city-muted city-number">{entries}</span>
                </button>
              ))}
              {shown.length === 0 && <Empty text="没有找到" />}
            </nav>
          </Section>
          {chosen !== undefined && <CodeEntries key={chosen} list={chosen} title={titleOf(chosen)} />}
        </div>
      )}
    </PageFrame>
  );
}
