/** Looks a firm or organ up by name, pinyin or 统一社会信用代码, and gives name and code together, so that neither is typed. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { call } from '../../../../../ui/call.ts';
import contract from '../../contract.ts';
import type { Party } from '../../routes/party-routes.ts';

const kinds = { organ: '机构', firm: '法人' } as const;
/** What the route needs at least. */
const least = 2;

function hintOf(text: string, failed: boolean, fetching: boolean): string {
  if (text.length < least) return '请至少输入两个字';
  if (failed) return '暂时查不到，请稍后再试或手工填写';
  return fetching ? '正在查找…' : '没有找到';
}

export function PartyPicker(props: { readonly onChoose: (party: Party) => void }): ReactNode {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['data-operation', 'parties', asked],
    queryFn: ({ signal }) => call(contract.routes.parties, { text: asked }, { signal }),
    enabled: asked.length >= least,
    staleTime: 30_000,
  });
  const parties = asked.length >= least ? (found.data?.parties ?? []) : [];
  return (
    <Select
      aria-label="按名称、拼音或统一社会信用代码查找"
      style={{ width: '100%' }}
      placeholder="名称、拼音或统一社会信用代码"
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      notFoundContent={hintOf(asked, found.isError, found.isFetching)}
      options={parties.map(({ creditCode, name, kind }) => ({
        value: creditCode,
        label: `${name}（${kinds[kind]} ${creditCode}）`,
      }))}
      onChange={(code: string) => {
        const chosen = parties.find(({ creditCode }) => creditCode === code);
        if (chosen !== undefined) props.onChoose(chosen);
      }}
    />
  );
}
