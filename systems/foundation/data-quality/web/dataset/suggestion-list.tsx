/** 建议: rules that the fields and the profile suggest, taken over one by one or all, as drafts. */
import { Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Suggestion } from '../../routes/rule-routes.ts';

const keyOf = ({ check }: Suggestion) => JSON.stringify(check);

export function SuggestionList(props: { readonly id: string; readonly onTaken: () => void }): ReactNode {
  const { id } = props;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const asked = useCall(contract.routes.suggestions, { id });
  const take = useAct(contract.routes.takeOver, { onDone: () => setChosen([]) });
  return (
    <Shown of={asked} rows={5}>
      {({ suggestions }) => {
        const wanted = suggestions.filter((each) => chosen.includes(keyOf(each)));
        const takeAll = async (all: readonly Suggestion[]) => {
          const done = await take.act({ id, checks: all.map(({ check }) => check) });
          if (done !== undefined && all.length === suggestions.length) props.onTaken();
        };
        return (
          <>
            <div className="quality-acts">
              <Button
                type="primary"
                disabled={suggestions.length === 0}
                loading={take.acting}
                onClick={() => void takeAll(suggestions)}
              >
                全部采纳
              </Button>
              <Button disabled={wanted.length === 0 || take.acting} onClick={() => void takeAll(wanted)}>
                采纳选中的 {wanted.length > 0 ? wanted.length : ''}
              </Button>
              <span className="city-muted">采纳后是草稿，核对后再启用；先做数据画像，建议会更多</span>
            </div>
            <Table<Suggestion>
              rowKey={keyOf}
              size="middle"
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
              dataSource={[...suggestions]}
              locale={{ emptyText: <Empty text="没有新的建议" /> }}
              rowSelection={{
                selectedRowKeys: [...chosen],
                onChange: (keys) => setChosen(keys.map(String)),
              }}
              columns={[
                {
                  title: '建议的规则',
                  render: (_, each) => <div className="quality-rule">{each.title}</div>,
                },
                { title: '理由', render: (_, each) => <div className="quality-rule">{each.reason}</div> },
                {
                  title: '操作',
                  render: (_, each) => (
                    <button
                      type="button"
                      className="city-link"
                      disabled={take.acting}
                      onClick={() => void takeAll([each])}
                    >
                      采纳
                    </button>
                  ),
                },
              ]}
            />
          </>
        );
      }}
    </Shown>
  );
}
