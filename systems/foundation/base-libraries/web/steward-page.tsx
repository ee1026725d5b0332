/** 裁定: rows without a valid number that may be of a record, taken and decided one by one; and what was decided before. */
import { Button, Space, Table, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { MatchItem } from '../routes/steward-routes.ts';
import './libraries.css';

const tabs = [
  { key: 'population', label: '人口基础库' },
  { key: 'legal-entity', label: '法人单位基础库' },
];

export default function StewardPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  return (
    <PageFrame
      title="裁定"
      summary="没有有效号码的来源行按姓名、出生日期等打分：够高的并入，两可的由您裁定；裁定以后每次建库照办，直到来源改了说法"
    >
      <Section flush>
        <Tabs
          className="city-tabs"
          activeKey={address.get('tab') ?? 'population'}
          onChange={(tab) => setAddress({ tab }, { replace: true })}
          tabBarStyle={{ paddingInline: 16, marginBottom: 0 }}
          items={[
            ...tabs.map(({ key, label }) => ({ key, label, children: <Matches code={key} /> })),
            {
              key: 'decisions',
              label: '裁定记录',
              children: <RegisterList register="base-libraries.decision" />,
            },
          ]}
        />
      </Section>
    </PageFrame>
  );
}

const states = {
  doubtful: { tone: 'yellow', text: '待裁定' },
  merged: { tone: 'blue', text: '按规则并入' },
  decided: { tone: 'green', text: '已裁定并入' },
} as const;

function Matches(props: { readonly code: string }): ReactNode {
  const { code } = props;
  const [state, setState] = useState<MatchItem['state']>('doubtful');
  const asked = useCall(contract.routes.matches, { code }, { every: 15_000 });
  return (
    <Shown of={asked} rows={6}>
      {({ items, rule }) => (
        <>
          <div className="library-filter">
            {(Object.keys(states) as MatchItem['state'][]).map((each) => (
              <Button
                key={each}
                size="small"
                type={each === state ? 'primary' : 'default'}
                onClick={() => setState(each)}
              >
                {`${states[each].text} ${items.filter((item) => item.state === each).length}`}
              </Button>
            ))}
            {rule && (
              <span className="city-muted">{`${rule.upper}分以上并入，${rule.lower}分以下不动。${rule.source}`}</span>
            )}
          </div>
          <Items
            code={code}
            items={items.filter((item) => item.state === state)}
            onChange={() => void asked.refetch()}
          />
        </>
      )}
    </Shown>
  );
}

function Items(props: {
  readonly code: string;
  readonly items: readonly MatchItem[];
  readonly onChange: () => void;
}): ReactNode {
  const { code, items, onChange } = props;
  return (
    <Table<MatchItem>
      rowKey={(item) => `${item.source} ${item.mark} ${item.record}`}
      size="small"
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 'max-content' }}
      dataSource={[...items]}
      locale={{ emptyText: <Empty text="没有这样的来源行" /> }}
      columns={[
        {
          title: '来源行',
          render: (_, item) => (
            <>
              {item.sourceTitle}
              <div className="city-muted">{`${item.departmentName} · 第${item.row}行`}</div>
            </>
          ),
        },
        {
          title: '疑似记录',
          render: (_, item) => <Link to={`/base-libraries/${code}/records/${item.record}`}>查看记录</Link>,
        },
        { title: '分数', align: 'end', dataIndex: 'score' },
        {
          title: '逐项比对',
          render: (_, item) => (
            <Space size={4} wrap>
              {item.agrees.map(({ title, same }) => (
                <StatusTag key={title} tone={same ? 'green' : 'red'}>
                  {`${title}${same ? '一致' : '不同'}`}
                </StatusTag>
              ))}
            </Space>
          ),
        },
        { title: '承办', render: (_, item) => item.assigneeName ?? '—' },
        { title: '', render: (_, item) => <Acts code={code} item={item} onChange={onChange} /> },
      ]}
    />
  );
}

function Acts(props: {
  readonly code: string;
  readonly item: MatchItem;
  readonly onChange: () => void;
}): ReactNode {
  const { code, item, onChange } = props;
  const take = useAct(contract.routes.take, { onDone: onChange });
  const decide = useAct(contract.routes.decideMatch, {
    onDone: () => {
      tell('success', '已裁定，正在重新建库');
      onChange();
    },
  });
  const of = { code, source: item.source, mark: item.mark };
  async function ask(decision: 'merge' | 'apart'): Promise<void> {
    const reason = await askReason({
      title: decision === 'merge' ? '是同一主体' : '不是同一主体',
      hint: '以后每次建库照此办理，直到来源改了说法；不要写个人信息。',
      placeholder: '依据',
    });
    if (reason !== undefined) await decide.act({ ...of, record: item.record, decision, reason });
  }
  if (item.assigneeName !== null && !item.mine) return null;
  return (
    <Space>
      {item.state === 'doubtful' && !item.mine && (
        <Button size="small" disabled={take.acting} onClick={() => void take.act(of)}>
          领取
        </Button>
      )}
      {item.state === 'doubtful' && (
        <Button size="small" disabled={decide.acting} onClick={() => void ask('merge')}>
          并入
        </Button>
      )}
      {item.state !== 'decided' && (
        <Button size="small" disabled={decide.acting} onClick={() => void ask('apart')}>
          {item.state === 'merged' ? '拆开' : '不是'}
        </Button>
      )}
    </Space>
  );
}
