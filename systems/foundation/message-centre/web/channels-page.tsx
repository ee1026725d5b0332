/** 发送渠道: each way out of the app with its address, key and rate; in a demonstration, what the simulator kept. */
import { Alert, Table } from 'antd';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { DemoMark } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { channelTitles, urgencyTitles } from '../data/words.ts';
import { ChannelForm } from './channel-form.tsx';
import { WebhookForm } from './webhook-form.tsx';
import './centre.css';

type Kept = OutputOf<typeof contract.routes.simulated>[number];

export default function ChannelsPage(): ReactNode {
  const asked = useCall(contract.routes.channels, {});
  return (
    <PageFrame title="发送渠道" summary="密钥加密保存，不再显示；停用的渠道不丢消息，恢复后继续发送">
      <Shown of={asked}>
        {({ channels, demo, quietHours, retryMinutes, source }) => (
          <>
            <div className="centre-channels">
              {channels.map((channel) => (
                <ChannelForm key={`${channel.id} ${channel.revision}`} channel={channel} demo={demo} />
              ))}
            </div>
            <WebhookForm />
            <Section title="免打扰时段和重试">
              <ul className="centre-versions">
                {quietHours.map((row) => (
                  <li key={`${row.channel} ${row.urgency}`}>
                    {channelTitles[row.channel]}（{urgencyTitles[row.urgency]}）{row.from} 至次日 {row.to}{' '}
                    不发，时段过后再发
                  </li>
                ))}
                <li>发送失败后依次隔 {retryMinutes.join('、')} 分钟再试，仍失败转人工处理</li>
              </ul>
              <p className="city-muted">{source}</p>
            </Section>
            {demo && <Simulated />}
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Simulated(): ReactNode {
  const asked = useCall(contract.routes.simulated, {}, { every: 10_000 });
  return (
    <Section title="模拟发送的内容" extra={<DemoMark demo />} flush>
      <Alert banner type="info" title="只在演示模式下保存，没有真正发出" />
      <Shown of={asked}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty text="还没有模拟发送" />
          ) : (
            <Table<Kept>
              rowKey="id"
              size="small"
              pagination={{ pageSize: 10, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
              dataSource={[...rows]}
              columns={[
                { title: '时间', dataIndex: 'at', render: (at: string) => momentText(at) },
                { title: '渠道', dataIndex: 'channel', render: (one: string) => channelTitles[one] ?? one },
                { title: '号码', dataIndex: 'shown' },
                {
                  title: '内容',
                  dataIndex: 'text',
                  render: (text: string) => <span className="centre-words">{text}</span>,
                },
              ]}
            />
          )
        }
      </Shown>
    </Section>
  );
}
