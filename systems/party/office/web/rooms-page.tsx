/** 会议室: one day of all rooms, and booking a free hour. */
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useMay } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DecisionsButton } from './meeting/decisions-drawer.tsx';
import { BookMeeting } from './meeting/book-meeting.tsx';
import { AttendanceButton } from './meeting/attendance-drawer.tsx';
import './office.css';

type Room = OutputOf<typeof contract.routes.bookings>['rooms'][number];

export default function RoomsPage(): ReactNode {
  const [day, setDay] = useState(() => shanghaiDate(new Date()));
  const [booking, setBooking] = useState(false);
  const asked = useCall(contract.routes.bookings, { day }, { every: 30_000, keep: true });
  const may = useMay('office:meet');
  return (
    <PageFrame
      title="会议室"
      summary="同一会议室同一时间只能预定一次，先到先得"
      extra={
        <>
          <DatePicker
            aria-label="日期"
            allowClear={false}
            value={dayjs(day)}
            onChange={(chosen) => chosen && setDay(chosen.format('YYYY-MM-DD'))}
          />
          {may && (
            <Button type="primary" onClick={() => setBooking(true)}>
              预定
            </Button>
          )}
        </>
      }
    >
      <Shown of={asked}>
        {({ rooms, others }) => (
          <>
            {rooms.map((room) => (
              <RoomDay key={room.id} room={room} />
            ))}
            {others.length > 0 && (
              <Section title="视频和其他地点">
                <MeetingList meetings={others} />
              </Section>
            )}
            {booking && <BookMeeting day={day} rooms={rooms} onClose={() => setBooking(false)} />}
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function RoomDay({ room }: { readonly room: Room }): ReactNode {
  return (
    <Section
      title={room.name}
      extra={
        <span className="city-muted">
          {room.seats} 座{room.equipment ? ` · ${room.equipment}` : ''}
        </span>
      }
    >
      {room.meetings.length === 0 ? (
        <p className="city-muted office-hint">全天空闲</p>
      ) : (
        <MeetingList meetings={room.meetings} />
      )}
    </Section>
  );
}

type Meeting = Room['meetings'][number];

/** The hour where it ends on the day it begins, else with its day. */
function spanText({ startsAt, endsAt }: Meeting): string {
  const [from, to] = [momentText(startsAt), momentText(endsAt)];
  return from.slice(0, -5) === to.slice(0, -5) ? `${from.slice(-5)}–${to.slice(-5)}` : `${from}–${to}`;
}

function MeetingList({ meetings }: { readonly meetings: readonly Meeting[] }): ReactNode {
  const { act } = useAct(contract.routes.cancelMeeting, { onDone: () => tell('success', '已取消') });
  async function cancel(one: Meeting): Promise<void> {
    const sure = await confirmDanger({
      title: `取消“${one.title}”？`,
      hint: '会议室让出，已通知的单位会收到取消通知，不能恢复。',
      okText: '取消会议',
    });
    if (sure) await act({ id: one.id });
  }
  return (
    <ul className="office-meetings">
      {meetings.map((one) => (
        <li key={one.id}>
          <b className="city-number">{spanText(one)}</b>
          <span>{one.title}</span>
          {one.pending && <StatusTag tone="yellow">待审批</StatusTag>}
          <span className="city-muted">
            {one.hostName} {one.bookedByName} {one.place}
          </span>
          <DecisionsButton meeting={one.id} title={one.title} mayDecide={one.runs && !one.pending} />
          {one.runs && !one.pending && (
            <>
              <AttendanceButton meeting={one.id} title={one.title} />
              <Link className="city-link" to={`/office/documents/new?meeting=${one.id}`}>
                拟纪要
              </Link>
            </>
          )}
          {one.mine && (
            <button type="button" className="city-link" onClick={() => void cancel(one)}>
              取消
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
