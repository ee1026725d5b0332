/** One bulk message: what it says, to whom, who decided, how far it is and what came of it. */
import { Button, Descriptions, Progress, Space, Table } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { askReason, confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { channelTitles, stateTitles, urgencyTitles } from '../data/words.ts';
import { BatchState } from './broadcast-list.tsx';
import { ReachView } from './reach-view.tsx';
import './centre.css';

type Broadcast = OutputOf<typeof contract.routes.broadcast>;

const valueTitles: Readonly<Record<string, string>> = { title: '标题', text: '正文', organ: '发布单位' };

export default function BroadcastPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.broadcast, { id }, { every: 5000, keep: true });
  return <Shown of={asked}>{(broadcast) => <Whole broadcast={broadcast} />}</Shown>;
}

function Whole({ broadcast }: { readonly broadcast: Broadcast }): ReactNode {
  const { reach, reached, state } = broadcast;
  const share = reach.people === 0 ? 0 : Math.min(100, Math.round((reached / reach.people) * 100));
  return (
    <PageFrame
      title={broadcast.title}
      tags={<BatchState state={state} />}
      extra={<Acts broadcast={broadcast} />}
    >
      <Section title="内容和范围">
        <Descriptions
          size="small"
          styles={{ label: { color: 'var(--city-muted)' } }}
          column={1}
          items={[
            {
              key: 'template',
              label: '模板',
              children: `${broadcast.templateTitle}（${urgencyTitles[broadcast.urgency] ?? ''}）`,
            },
            ...Object.entries(broadcast.values).map(([name, value]) => ({
              key: name,
              label: valueTitles[name] ?? name,
              children: <span className="centre-words">{value}</span>,
            })),
            { key: 'audience', label: '范围', children: broadcast.audienceText },
            {
              key: 'asked',
              label: '申请',
              children: `${broadcast.askedBy} ${momentText(broadcast.askedAt)}`,
            },
            ...(broadcast.decidedAt === null
              ? []
              : [
                  {
                    key: 'decided',
                    label: '审批',
                    children: `${broadcast.decidedBy ?? ''} ${momentText(broadcast.decidedAt)}：${broadcast.opinion ?? ''}`,
                  },
                ]),
          ]}
        />
      </Section>
      <Section title="申请时可达人数">
        <ReachView reach={reach} />
      </Section>
      {['sending', 'done', 'cancelled'].includes(state) && (
        <Section title="发送情况">
          <Progress
            aria-label="发送进度"
            percent={state === 'done' ? 100 : share}
            status={state === 'sending' ? 'active' : 'normal'}
          />
          <p className="city-muted">
            已发 {reached} 人；拒收未发 {broadcast.refused} 人
            {broadcast.overridden > 0 && `；其中 ${broadcast.overridden} 人已拒收一般通知，因应急照发并记录`}
          </p>
          {broadcast.counts.length === 0 ? (
            <Empty text="还没有发出" />
          ) : (
            <Table
              rowKey={(row) => `${row.channel} ${row.state}`}
              size="small"
              pagination={false}
              className="centre-areas"
              dataSource={[...broadcast.counts]}
              columns={[
                { title: '渠道', dataIndex: 'channel', render: (one: string) => channelTitles[one] ?? one },
                { title: '状态', dataIndex: 'state', render: (one: string) => stateTitles[one] ?? one },
                { title: '条数', dataIndex: 'count', align: 'right' },
              ]}
            />
          )}
        </Section>
      )}
    </PageFrame>
  );
}

function Acts({ broadcast }: { readonly broadcast: Broadcast }): ReactNode {
  const approves = useMay('message-centre:approve') && !broadcast.own;
  const { act: decide, acting: deciding } = useAct(contract.routes.decide, {
    onDone: ({ state }) => tell('success', state === 'sending' ? '已批准，开始发送' : '已退回'),
  });
  const { act: stop, acting: stopping } = useAct(contract.routes.stop, {
    onDone: () => tell('success', '已停止'),
  });
  const { id, state, reach } = broadcast;
  async function approve(): Promise<void> {
    const sure = await confirmDanger({
      title: `发送给 ${reach.people} 人？`,
      hint: '批准后立即发出，已发出的不能收回',
      okText: '批准并发送',
    });
    if (sure) await decide({ id, approve: true, opinion: '同意' });
  }
  async function refuse(): Promise<void> {
    const opinion = await askReason({ title: '退回这次群发', hint: '请写明原因', okText: '退回' });
    if (opinion !== undefined) await decide({ id, approve: false, opinion });
  }
  async function end(): Promise<void> {
    const waiting = state === 'waiting';
    const sure = await confirmDanger({
      title: waiting ? '撤回这次申请？' : '停止发送？',
      hint: waiting ? '撤回后需要重新申请' : '已发出的不能收回，还没有发出的不再发送',
      okText: waiting ? '撤回' : '停止发送',
    });
    if (sure) await stop({ id });
  }
  return (
    <Space wrap>
      {state === 'waiting' && approves && (
        <>
          <Button type="primary" loading={deciding} onClick={() => void approve()}>
            批准
          </Button>
          <Button loading={deciding} onClick={() => void refuse()}>
            退回
          </Button>
        </>
      )}
      {state === 'waiting' && broadcast.own && (
        <Button loading={stopping} onClick={() => void end()}>
          撤回
        </Button>
      )}
      {state === 'sending' && (broadcast.own || approves) && (
        <Button danger loading={stopping} onClick={() => void end()}>
          停止发送
        </Button>
      )}
    </Space>
  );
}
