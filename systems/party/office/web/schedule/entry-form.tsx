/** Enters something into one's own calendar, changes it, or takes it out. */
import { Button, Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { newId } from '../../../../../kernel/ids.ts';
import { confirmDanger } from '../../../../../ui/confirm-danger.tsx';
import { momentFromCity } from '../../../../../ui/form/city-time.ts';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { MomentInput } from '../../../../../ui/form/date-inputs.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { CalendarItem } from '../../routes/schedule-routes.ts';

export type EntryStart = { readonly day: string } | { readonly item: CalendarItem };

interface EntryValues {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place?: string;
  readonly note?: string;
  readonly visibility: 'unit' | 'busy' | 'private';
}

function startOf(start: EntryStart): Partial<EntryValues> {
  if ('day' in start)
    return {
      startsAt: momentFromCity(`${start.day} 09:00`),
      endsAt: momentFromCity(`${start.day} 10:00`),
      visibility: 'unit',
    };
  const { title, startsAt, endsAt, place, note, visibility } = start.item;
  return {
    title,
    startsAt,
    endsAt,
    visibility: visibility ?? 'unit',
    ...(place === null ? {} : { place }),
    ...(note === null ? {} : { note }),
  };
}

export function EntryForm(props: { readonly start: EntryStart; readonly onClose: () => void }): ReactNode {
  const { start, onClose } = props;
  const [form] = Form.useForm<EntryValues>();
  const [id] = useState(() => ('item' in start ? start.item.id : newId()));
  const keep = useAct(contract.routes.keepEntry, {
    onDone: () => {
      tell('success', '已记入日程');
      onClose();
    },
  });
  const drop = useAct(contract.routes.dropEntry, { onDone: onClose });
  async function remove(): Promise<void> {
    if (await confirmDanger({ title: '删除这条日程？', okText: '删除' })) await drop.act({ id });
  }
  return (
    <FormModal
      form={form}
      open
      title={'item' in start ? '修改日程' : '记日程'}
      okText="保存"
      acting={keep.acting}
      onClose={onClose}
      aside={
        'item' in start && (
          <Button danger onClick={() => void remove()}>
            删除
          </Button>
        )
      }
      initialValues={startOf(start)}
      onSend={(values) =>
        void keep.act({ id, ...values, place: values.place ?? '', note: values.note ?? '' })
      }
    >
      <Form.Item name="title" label="事项" rules={[{ required: true, message: '请填写事项' }]}>
        <Input maxLength={80} autoFocus />
      </Form.Item>
      <Form.Item name="startsAt" label="开始" rules={[{ required: true, message: '请选择开始时间' }]}>
        <MomentInput />
      </Form.Item>
      <Form.Item name="endsAt" label="结束" rules={[{ required: true, message: '请选择结束时间' }]}>
        <MomentInput />
      </Form.Item>
      <Form.Item name="place" label="地点">
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="visibility" label="本单位同事">
        <Radio.Group
          options={[
            { value: 'unit', label: '可见' },
            { value: 'busy', label: '只显示忙' },
            { value: 'private', label: '不可见' },
          ]}
        />
      </Form.Item>
      <Form.Item name="note" label="备注">
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormModal>
  );
}
