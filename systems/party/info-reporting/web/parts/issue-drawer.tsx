/** 下发填报: to whom, of which day, until when, all of it or changes only. */
import { Button, DatePicker, Drawer, Form, Input, Radio } from 'antd';
import type dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { newId } from '../../../../../kernel/ids.ts';
import { AreaPicker } from '../../../../../ui/area-picker.tsx';
import { momentFromCity } from '../../../../../ui/form/city-time.ts';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

interface Wish {
  readonly title: string;
  readonly mode: 'full' | 'delta';
  readonly within?: string | null;
  readonly asOf: dayjs.Dayjs;
  readonly dueAt: dayjs.Dayjs;
}

const city = '341200000000';

export function IssueDrawer(props: {
  readonly table: string;
  readonly title: string;
  readonly onClose: () => void;
}): ReactNode {
  const { table, title, onClose } = props;
  const [id] = useState(() => newId());
  const navigate = useNavigate();
  const { act, acting } = useAct(contract.routes.issue, {
    onDone: ({ expected, prefilled }) => {
      tell('success', `已下发到 ${expected} 个单位，${prefilled} 列由系统预填`);
      void navigate(`/info-reporting/issues/${id}`);
    },
  });
  const send = ({ within, asOf, dueAt, ...wish }: Wish) =>
    act({
      ...wish,
      id,
      table,
      within: within ?? city,
      asOf: asOf.format('YYYY-MM-DD'),
      dueAt: momentFromCity(`${dueAt.format('YYYY-MM-DD')} 18:00`),
    });
  return (
    <Drawer open title="下发填报" size={460} onClose={onClose}>
      <Form<Wish>
        layout="vertical"
        initialValues={{ title, mode: 'full' }}
        onFinish={(wish) => void send(wish)}
      >
        <Form.Item name="title" label="任务名称" rules={[{ required: true, message: '请填写任务名称' }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="within" label="下发范围" extra="不选为全市">
          <AreaPicker placeholder="全市" />
        </Form.Item>
        <Form.Item name="asOf" label="数据时点" rules={[{ required: true, message: '请选择数据时点' }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="dueAt"
          label="截止日期"
          extra="当日 18:00 截止"
          rules={[{ required: true, message: '请选择截止日期' }]}
        >
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="mode" label="填报方式">
          <Radio.Group
            options={[
              { value: 'full', label: '全部填报' },
              { value: 'delta', label: '只报变化（带出上期）' },
            ]}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={acting} block>
          下发
        </Button>
      </Form>
    </Drawer>
  );
}
