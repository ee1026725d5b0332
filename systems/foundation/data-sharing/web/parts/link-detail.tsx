/** One link: how it stands, what its keeper may do, what was set aside, and how both ends compare. */
import { Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { askReason } from '../../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { JobProgress } from '../../../../../ui/job-progress.tsx';
import { DescriptionList, Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { linkDirections, objectKinds, resyncReasons, samenesses } from '../../data/link-words.ts';
import type { linkActs, LinkView } from '../../link-routes.ts';
import { ChangeLink } from './link-forms.tsx';
import { stateOfLink } from './link-state.ts';

type LinkAct = (typeof linkActs)[number];

export function LinkDetail(props: { readonly link: LinkView }): ReactNode {
  const { link } = props;
  const { title, tone } = stateOfLink(link);
  const [comparing, setComparing] = useState(false);
  return (
    <>
      <Section
        title={
          <>
            {link.name} <StatusTag tone={tone}>{title}</StatusTag>
          </>
        }
        extra={<Acts link={link} onCompare={() => setComparing(true)} />}
      >
        <DescriptionList
          items={[
            { label: '方向', value: linkDirections[link.direction]?.title },
            { label: '区划代码', value: link.code },
            { label: '最近往来', value: link.contactAt === null ? '从未' : momentText(link.contactAt) },
            { label: '中断自', value: link.cutSince === null ? '—' : momentText(link.cutSince) },
            {
              label: '重试',
              value: link.tries === 0 ? '—' : `已失败${link.tries}次，下次 ${momentText(link.nextAt)}`,
            },
            {
              label: '待发',
              value: `${link.waiting.toLocaleString('zh-CN')}条，最早的已等${link.lagMinutes}分钟`,
            },
            { label: '已发出', value: `${link.sent.toLocaleString('zh-CN')}条` },
            { label: '已收下', value: `${link.received.toLocaleString('zh-CN')}条` },
            { label: '最近同步', value: lastResync(link) },
            { label: '地址', value: <span className="data-sharing-long">{link.address}</span> },
            { label: '问题', value: link.problem ?? '—' },
          ]}
        />
        <Resync link={link} />
      </Section>
      <Asides id={link.id} />
      {comparing && <Comparing id={link.id} />}
    </>
  );
}

function lastResync({ resync }: LinkView): string {
  if (resync.endedAt === null) return '—';
  const why = resyncReasons[resync.reason ?? ''] ?? '';
  return `${momentText(resync.endedAt)}，${why}，补发${resync.found}项`;
}

function Resync(props: { readonly link: LinkView }): ReactNode {
  const { id, resync } = props.link;
  const act = useAct(contract.routes.actOnLink);
  if (resync.state === 'none') return null;
  const state = resync.state === 'wanted' ? 'waiting' : resync.state;
  const why = resyncReasons[resync.reason ?? ''] ?? '';
  return (
    <JobProgress
      job={{
        state,
        done: resync.total === 0 ? 0 : resync.done / resync.total,
        message: `比对两边的目录（${why}）：${resync.done}/${resync.total}组`,
      }}
      {...(state === 'cancelled' ? {} : { onCancel: () => void act.act({ id, act: 'cancel' }) })}
    />
  );
}

const reasons: Partial<Record<LinkAct, string>> = {
  suspend: '暂停链路',
  close: '关闭链路，关闭后不能恢复',
  'accept-other': '确认新的机器，原来的一台不再接收',
  'refuse-other': '拒绝新的机器',
};

function Acts(props: { readonly link: LinkView; readonly onCompare: () => void }): ReactNode {
  const { link } = props;
  const [changing, setChanging] = useState(false);
  const act = useAct(contract.routes.actOnLink);
  const run = async (does: LinkAct) => {
    const title = reasons[does];
    const reason = title === undefined ? undefined : await askReason({ title });
    if (title !== undefined && reason === undefined) return;
    await act.act({ id: link.id, act: does, ...(reason === undefined ? {} : { reason }) });
  };
  const button = (does: LinkAct, text: string) => (
    <Button key={does} disabled={act.acting} onClick={() => void run(does)}>
      {text}
    </Button>
  );
  const active = link.status === 'active';
  return (
    <div className="data-sharing-acts">
      {link.otherAt !== null && [button('accept-other', '确认新机器'), button('refuse-other', '拒绝新机器')]}
      {active && [button('try', '立即重连'), button('resync', '同步')]}
      {active && <Button onClick={props.onCompare}>比对</Button>}
      <Button onClick={() => setChanging(true)}>变更</Button>
      {active ? button('suspend', '暂停') : button('resume', '启用')}
      {button('close', '关闭')}
      {changing && <ChangeLink link={link} onClose={() => setChanging(false)} />}
    </div>
  );
}

function Asides(props: { readonly id: string }): ReactNode {
  const { id: link } = props;
  const asked = useCall(contract.routes.asides, { id: link }, { every: 5000 });
  const act = useAct(contract.routes.actOnAside);
  const discard = async (id: string) => {
    const reason = await askReason({ title: '放弃这条报文' });
    if (reason !== undefined) await act.act({ link, id, act: 'discard', reason });
  };
  return (
    <Section title="搁置的报文" flush>
      <Shown of={asked} rows={2}>
        {({ messages }) => (
          <Table
            rowKey="id"
            size="small"
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            dataSource={[...messages]}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty text="没有搁置的报文" /> }}
            columns={[
              { title: '时间', render: (_, message) => momentText(message.at) },
              { title: '方向', render: (_, message) => (message.way === 'in' ? '收自对方' : '发往对方') },
              { title: '类别', render: (_, message) => objectKinds[message.kind] ?? message.kind },
              { title: '内容', dataIndex: 'title' },
              { title: '原因', dataIndex: 'reason' },
              {
                title: '操作',
                render: (_, message) => (
                  <>
                    <Button
                      type="link"
                      size="small"
                      aria-label={`重试 ${message.title}`}
                      onClick={() => void act.act({ link, id: message.id, act: 'retry' })}
                    >
                      重试
                    </Button>
                    <Button
                      type="link"
                      size="small"
                      danger
                      aria-label={`放弃 ${message.title}`}
                      onClick={() => void discard(message.id)}
                    >
                      放弃
                    </Button>
                  </>
                ),
              },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

function Comparing(props: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.compareLink, { id: props.id });
  return (
    <Section title="两边比对" flush>
      <Shown of={asked} rows={3}>
        {({ same, different }) => (
          <Table
            rowKey={(row) => `${row.kind} ${row.id}`}
            size="small"
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            dataSource={[...different]}
            title={() =>
              `相同 ${same.toLocaleString('zh-CN')} 项，不同 ${different.length.toLocaleString('zh-CN')} 项`
            }
            locale={{ emptyText: <Empty text="两边完全相同" /> }}
            columns={[
              { title: '类别', render: (_, row) => objectKinds[row.kind] ?? row.kind },
              { title: '名称', dataIndex: 'title' },
              {
                title: '结果',
                filters: ['differ', 'only-here', 'only-there'].map((value) => ({
                  value,
                  text: samenesses[value]?.title ?? value,
                })),
                onFilter: (value, row) => row.sameness === value,
                render: (_, row) => (
                  <StatusTag tone={samenesses[row.sameness]?.tone}>
                    {samenesses[row.sameness]?.title}
                  </StatusTag>
                ),
              },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}
