/** Books a meeting: in a room, by video or elsewhere, on one day or several; above a size or level it goes to be approved. */
import { DatePicker, Form, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { newId } from '../../../../../kernel/ids.ts';
import { momentFromCity } from '../../../../../ui/form/city-time.ts';
import { DepartmentsPicker } from '../../../../../ui/form/departments-picker.tsx';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { meetingTable, needsApproval } from '../../data/meetings.ts';

type Code<T extends string> = T;

interface BookValues {
  readonly title: string;
  readonly form: Code<'room' | 'video' | 'elsewhere'>;
  readonly level: Code<'first' | 'second' | 'third' | 'fourth'>;
  readonly room?: string;
  readonly place?: string;
  readonly hours: readonly [dayjs.Dayjs, dayjs.Dayjs];
  readonly people?: number | null;
  readonly agenda?: string;
  readonly coHosts?: readonly string[];
  readonly reason?: string;
}

const optionsOf = (rows: readonly { readonly code: string; readonly name: string }[]) =>
  rows.map(({ code, name }) => ({ value: code, label: name }));

export function BookMeeting(props: {
  readonly day: string;
  readonly rooms: readonly { readonly id: string; readonly name: string; readonly seats: number }[];
  readonly onClose: () => void;
}): ReactNode {
  const { day, rooms, onClose } = props;
  const [form] = Form.useForm<BookValues>();
  const [id] = useState(() => newId());
  const { act, acting } = useAct(contract.routes.book, {
    onDone: ({ application }) => {
      tell('success', application === null ? '已预定' : `已送审批，编号 ${application}`);
      onClose();
    },
  });
  async function send({ hours, people, ...values }: BookValues): Promise<void> {
    const at = (time: dayjs.Dayjs) => momentFromCity(time.format('YYYY-MM-DD HH:mm'));
    await act({
      ...values,
      id,
      place: values.place ?? '',
      agenda: values.agenda ?? '',
      reason: values.reason ?? '',
      coHosts: [...(values.coHosts ?? [])],
      startsAt: at(hours[0]),
      endsAt: at(hours[1]),
      ...(people === null || people === undefined ? {} : { people }),
    });
  }
  const kind = Form.useWatch('form', form) ?? 'room';
  const level = Form.useWatch('level', form) ?? 'fourth';
  const people = Form.useWatch('people', form) ?? undefined;
  return (
    <FormModal
      form={form}
      open
      title="预定会议"
      okText="预定"
      acting={acting}
      onClose={onClose}
      onSend={(values) => void send(values)}
    >
      <Form.Item name="title" label="会议名称" rules={[{ required: true, message: '请填写会议名称' }]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="form" label="形式" initialValue="room">
        <Radio.Group options={optionsOf(meetingTable.forms)} />
      </Form.Item>
      {kind === 'room' ? (
        <Form.Item name="room" label="会议室" rules={[{ required: true, message: '请选择会议室' }]}>
          <Select
            options={rooms.map((one) => ({ value: one.id, label: `${one.name}（${one.seats} 座）` }))}
          />
        </Form.Item>
      ) : (
        <Form.Item name="place" label="地点或视频会议号" rules={[{ required: true, message: '请填写' }]}>
          <Input maxLength={120} />
        </Form.Item>
      )}
      <Form.Item
        name="hours"
        label="时间"
        initialValue={[dayjs(`${day} 09:00`), dayjs(`${day} 10:00`)]}
        rules={[{ required: true, message: '请选择时间' }]}
        extra={`可跨天，会期最多 ${meetingTable.mostDays} 天`}
      >
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm', minuteStep: 15 }}
          format="YYYY-MM-DD HH:mm"
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name="level" label="类别" initialValue="fourth">
        <Select options={optionsOf(meetingTable.levels)} />
      </Form.Item>
      <Form.Item name="people" label="参会人数">
        <InputNumber min={1} max={2000} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="agenda" label="议程" extra="一行一项">
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
      </Form.Item>
      <Form.Item name="coHosts" label="联合主办单位" extra="这些单位的人员也可以发通知、交办决定事项">
        <DepartmentsPicker />
      </Form.Item>
      {needsApproval(level, people) && (
        <Form.Item
          name="reason"
          label="召开理由"
          extra="这次会议要先报批，批准前会议室保留"
          rules={[{ required: true, min: 2, message: '请写明召开理由' }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
      )}
    </FormModal>
  );
}
