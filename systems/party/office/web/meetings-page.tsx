/** 会议通知: what the caller's unit is invited to, with reply and signing in; made for a phone as well. */
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { nameInList } from '../data/document-kinds.ts';
import { replyTones } from './meeting/attendance-drawer.tsx';
import './office.css';

type Invitation = OutputOf<typeof contract.routes.invitations>['rows'][number];

export default function MeetingsPage(): ReactNode {
  const asked = useCall(contract.routes.invitations, {}, { every: 60_000 });
  return (
    <PageFrame title="会议通知" summary="请及时回执；到会后输入会场显示的签到码">
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Section>
              <Empty text="没有会议通知" />
            </Section>
          ) : (
            <>
              {rows.map((row) => (
                <InvitationCard key={row.id} row={row} />
              ))}
            </>
          )
        }
      </Shown>
    </PageFrame>
  );
}

function InvitationCard({ row }: { readonly row: Invitation }): ReactNode {
  return (
    <Section
      title={row.title}
      extra={<StatusTag tone={replyTones[row.reply]}>{nameInList('replies', row.reply)}</StatusTag>}
    >
      <p className="office-meeting-facts">
        <b className="city-number">
          {momentText(row.startsAt)}–{momentText(row.endsAt).slice(-5)}
        </b>
        <span>{row.roomName}</span>
        <span className="city-muted">{row.hostName}</span>
        {row.attendee !== null && <span>参会 {row.attendee}</span>}
      </p>
      {row.agenda !== null && <p className="office-agenda">议程：{row.agenda.split('\n').join('；')}</p>}
      {row.signedAt === null ? (
        <>
          <ReplyForm row={row} />
          {row.reply === 'attend' && <SignIn row={row} />}
        </>
      ) : (
        <StatusTag tone="blue">{momentText(row.signedAt)} 已签到</StatusTag>
      )}
    </Section>
  );
}

function ReplyForm({ row }: { readonly row: Invitation }): ReactNode {
  const [words, setWords] = useState('');
  const { act, acting } = useAct(contract.routes.reply, { onDone: () => tell('success', '已回执') });
  const { id } = row;
  const send = (reply: 'attend' | 'absent') =>
    void act({ id, reply, ...(reply === 'attend' ? { attendee: words } : { reason: words }) });
  return (
    <div className="office-reply">
      <Input
        aria-label="参会人员或请假理由"
        placeholder="参会人员；请假的写理由"
        value={words}
        maxLength={60}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="primary" loading={acting} disabled={words.trim() === ''} onClick={() => send('attend')}>
        参加
      </Button>
      <Button loading={acting} disabled={words.trim() === ''} onClick={() => send('absent')}>
        请假
      </Button>
    </div>
  );
}

function SignIn({ row }: { readonly row: Invitation }): ReactNode {
  const [code, setCode] = useState('');
  const { act, acting } = useAct(contract.routes.signIn, { onDone: () => tell('success', '已签到') });
  return (
    <div className="office-reply">
      <Input
        aria-label="签到码"
        inputMode="numeric"
        placeholder="六位签到码"
        value={code}
        maxLength={6}
        onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
      />
      <Button
        type="primary"
        loading={acting}
        disabled={code.length !== 6}
        onClick={() => void act({ id: row.id, code })}
      >
        签到
      </Button>
    </div>
  );
}
