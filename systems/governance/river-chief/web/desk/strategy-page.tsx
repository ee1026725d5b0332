/** 一河一策 of one river: five lists, editions, and what may be done with it. */
import { Button, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { addressOf } from '../../../../../ui/call.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { Icon } from '../../../../../ui/icon.tsx';
import { DescriptionList, PageFrame, Section, TwoColumns } from '../../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../../ui/page-context.ts';
import { useSession } from '../../../../../ui/session.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import '../river.css';

type Strategy = OutputOf<typeof contract.routes.strategy>;

export default function StrategyPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.strategy, { id });
  return (
    <Shown of={reply} rows={12}>
      {(strategy) => <Plan strategy={strategy} onChanged={() => void reply.refetch()} />}
    </Shown>
  );
}

function Acts(props: { readonly strategy: Strategy; readonly onChanged: () => void }): ReactNode {
  const { strategy, onChanged } = props;
  const { permissions } = useSession();
  const navigate = useNavigate();
  const enforce = useAct(contract.routes.enforceStrategy, {
    onDone: () => {
      tell('success', '已执行，内容从此固定');
      onChanged();
    },
  });
  const renew = useAct(contract.routes.renewStrategy, {
    onDone: ({ id }) => void navigate(`/river-chief/strategies/${id}`),
  });
  const { id } = strategy;
  const may = permissions.includes('river-chief:publish');
  return (
    <>
      {may && strategy.status === 'draft' && (
        <>
          <Link to={`/registers/river-chief.strategy-item/new?strategy=${id}`}>
            <Button tabIndex={-1}>添加清单</Button>
          </Link>
          <Button type="primary" loading={enforce.acting} onClick={() => void enforce.act({ id })}>
            执行
          </Button>
        </>
      )}
      {may && strategy.status === 'in-force' && (
        <Button loading={renew.acting} onClick={() => void renew.act({ id })}>
          编新版
        </Button>
      )}
      {(['pdf', 'docx'] as const).map((as) => (
        <Button
          key={as}
          href={addressOf(contract.routes.strategyFile, { id, as })}
          download
          icon={<Icon name="export" />}
        >
          {as === 'pdf' ? 'PDF' : 'Word'}
        </Button>
      ))}
    </>
  );
}

function Plan(props: { readonly strategy: Strategy; readonly onChanged: () => void }): ReactNode {
  const { strategy } = props;
  usePageTitle(strategy.title);
  return (
    <PageFrame
      title={strategy.title}
      breadcrumb={[{ title: '河长制' }, { title: '一河一策', to: '/river-chief/strategies' }]}
      tags={
        <StatusTag tone={strategy.status === 'in-force' ? 'green' : 'grey'}>{strategy.statusName}</StatusTag>
      }
      extra={<Acts {...props} />}
    >
      <TwoColumns
        main={strategy.parts.map((part) => (
          <Section flush key={part.part} title={part.title}>
            {part.items.length === 0 ? (
              <Empty text="还没有内容，执行前须补齐" />
            ) : (
              <Table
                size="small"
                rowKey="text"
                pagination={false}
                dataSource={part.items}
                columns={[
                  { title: '内容', dataIndex: 'text' },
                  { title: '责任单位', width: 200, render: (_, row) => row.unitName ?? '—' },
                  { title: '完成时限', width: 120, render: (_, row) => row.due ?? '—' },
                ]}
              />
            )}
          </Section>
        ))}
        side={
          <>
            <Section title="方案">
              <DescriptionList
                columns={1}
                items={[
                  { label: '河流', value: strategy.riverName },
                  { label: '编制单位', value: strategy.unitName },
                  { label: '实施期', value: `${strategy.from} 至 ${strategy.to}` },
                  { label: '版次', value: `第 ${strategy.edition} 版` },
                  { label: '执行日期', value: strategy.enforcedOn ?? '—' },
                ]}
              />
            </Section>
            <Section title="各版">
              <ul className="river-chiefs">
                {strategy.editions.map((each) => (
                  <li key={each.id}>
                    {each.id === strategy.id ? (
                      <b>第 {each.edition} 版</b>
                    ) : (
                      <Link to={`/river-chief/strategies/${each.id}`}>第 {each.edition} 版</Link>
                    )}
                    <span className="city-muted">{each.statusName}</span>
                  </li>
                ))}
              </ul>
            </Section>
          </>
        }
      />
    </PageFrame>
  );
}
