/** 会议室: one day of all rooms, and booking a free hour. */
import { Button, DatePicker, Form, Input, Select, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { momentFromCity, momentText } from '../../../../ui/form/city-time.ts';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DecisionsButton } from './meeting/decisions-drawer.tsx';
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
        {({ rooms }) => (
          <>
            {rooms.map((room) => (
              <RoomDay key={room.id} room={room} />
            ))}
            {booking && <BookRoom day={day} rooms={rooms} onClose={() => setBooking(false)} />}
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function RoomDay({ room }: { readonly room: Room }): ReactNode {
  const { act } = useAct(contract.routes.cancelMeeting, { onDone: () => tell('success', '已取消') });
  async function cancel(one: Room['meetings'][number]): Promise<void> {
    const sure = await confirmDanger({
      title: `取消“${one.title}”？`,
      hint: '会议室让出，已通知的单位不再看到这次会议，不能恢复。',
      okText: '取消会议',
    });
    if (sure) await act({ id: one.id });
  }
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
        <ul className="office-meetings">
          {room.meetings.map((one) => (
            <li key={one.id}>
              <b className="city-number">
                {momentText(one.startsAt).slice(-5)}–{momentText(one.endsAt).slice(-5)}
              </b>
              <span>{one.title}</span>
              <span className="city-muted">
                {one.hostName} {one.bookedByName}
              </span>
              <DecisionsButton meeting={one.id} title={one.title} mayDecide={one.mine} />
              {one.mine && (
                <>
                  <AttendanceButton meeting={one.id} title={one.title} />
                  <button type="button" className="city-link" onClick={() => void cancel(one)}>
                    取消
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

interface BookValues {
  readonly room: string;
  readonly title: string;
  readonly hours: readonly [dayjs.Dayjs, dayjs.Dayjs];
}

function BookRoom(props: {
  readonly day: string;
  readonly rooms: readonly Room[];
  readonly onClose: () => void;
}): ReactNode {
  const { day, rooms, onClose } = props;
  const [form] = Form.useForm<BookValues>();
  const [id] = useState(() => newId());
  const { act, acting } = useAct(contract.routes.book, {
    onDone: () => {
      tell('success', '已预定');
      onClose();
    },
  });
  async function send({ room, title, hours }: BookValues): Promise<void> {
    const at = (time: dayjs.Dayjs) => momentFromCity(`${day} ${time.format('HH:mm')}`);
    await act({ id, room, title, startsAt: at(hours[0]), endsAt: at(hours[1]) });
  }
  return (
    <FormModal
      form={form}
      open
      title={`预定 ${day}`}
      okText="预定"
      acting={acting}
      onClose={onClose}
      onSend={(values) => void send(values)}
    >
      <Form.Item name="room" label="会议室" rules={[{ required: true, message: '请选择会议室' }]}>
        <Select options={rooms.map((one) => ({ value: one.id, label: `${one.name}（${one.seats} 座）` }))} />
      </Form.Item>
      <Form.Item name="title" label="会议名称" rules={[{ required: true, message: '请填写会议名称' }]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="hours" label="时间" rules={[{ required: true, message: '请选择时间' }]}>
        <TimePicker.RangePicker format="HH:mm" minuteStep={15} style={{ width: '100%' }} />
      </Form.Item>
    </FormModal>
  );
}
