/** 决定事项: what a meeting decided, given out as tasks, and what became of each. */
import { Button, DatePicker, Drawer, Form, Input } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { newId } from '../../../../../kernel/ids.ts';
import { DepartmentPicker } from '../../../../../ui/department-picker.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { DepartmentsPicker } from '../../../../../ui/form/departments-picker.tsx';

export function DecisionsButton(props: {
  readonly meeting: string;
  readonly title: string;
  readonly mayDecide: boolean;
}): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="city-link" onClick={() => setOpen(true)}>
        决定事项
      </button>
      <Drawer open={open} title={`决定事项：${props.title}`} size={560} onClose={() => setOpen(false)}>
        {open && <Decisions meeting={props.meeting} mayDecide={props.mayDecide} />}
      </Drawer>
    </>
  );
}

function Decisions(props: { readonly meeting: string; readonly mayDecide: boolean }): ReactNode {
  const asked = useCall(contract.routes.decisions, { id: props.meeting }, { every: 30_000 });
  return (
    <>
      {props.mayDecide && <DecideForm meeting={props.meeting} onDone={() => void asked.refetch()} />}
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty text="还没有交办决定事项" />
          ) : (
            <ul className="office-decisions">
              {rows.map((row) => (
                <li key={row.id}>
                  <Link to={`/office/meeting-task/${row.id}`}>{row.content}</Link>
                  <StatusTag tone={tones(row)}>{row.late ? `${row.state} · 超期` : row.state}</StatusTag>
                  <small className="city-muted">
                    {row.number} · 牵头 {row.leadName}
                    {row.jointNames.length > 0 && ` · 配合 ${row.jointNames.join('、')}`} · 限 {row.doneBy}
                  </small>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </>
  );
}

function tones(row: { readonly closed: boolean; readonly late: boolean }): string {
  if (row.closed) return 'green';
  return row.late ? 'red' : 'blue';
}

interface DecideValues {
  readonly content: string;
  readonly lead: string;
  readonly joint?: readonly string[];
  readonly doneBy: dayjs.Dayjs;
}

function DecideForm(props: { readonly meeting: string; readonly onDone: () => void }): ReactNode {
  const [form] = Form.useForm<DecideValues>();
  const [id, setId] = useState(() => newId());
  const { act, acting } = useAct(contract.routes.decide, {
    onDone: ({ numbers }) => {
      tell('success', `已交办，编号 ${numbers.join('、')}`);
      setId(newId());
      form.resetFields();
      props.onDone();
    },
  });
  const send = ({ content, lead, joint, doneBy }: DecideValues) =>
    act({
      id: props.meeting,
      decisions: [{ id, content, lead, joint: [...(joint ?? [])], doneBy: doneBy.format('YYYY-MM-DD') }],
    });
  return (
    <Form form={form} layout="vertical" onFinish={(values) => void send(values)} className="office-decide">
      <Form.Item name="content" label="决定事项" rules={[{ required: true, message: '请填写决定事项' }]}>
        <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item name="lead" label="牵头单位" rules={[{ required: true, message: '请选择牵头单位' }]}>
        <DepartmentPicker />
      </Form.Item>
      <Form.Item name="joint" label="配合单位">
        <DepartmentsPicker />
      </Form.Item>
      <Form.Item name="doneBy" label="完成时限" rules={[{ required: true, message: '请选择完成时限' }]}>
        <DatePicker style={{ width: '100%' }} disabledDate={(date) => date.isBefore(dayjs(), 'day')} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={acting}>
        交办
      </Button>
    </Form>
  );
}
