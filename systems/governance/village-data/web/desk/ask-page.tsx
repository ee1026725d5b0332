/** 发起采集任务: fields, area and ground; beside them at once what is known already, so that only the rest is asked. */
import { Button, DatePicker, Form, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import flowContract from '../../../../../engines/flow/contract.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { AreaPicker } from '../../../../../ui/area-picker.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { PageFrame, Section, TwoColumns } from '../../../../../ui/layout.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { FindingTable } from './finding-table.tsx';

interface Wish {
  readonly title: string;
  readonly area: string;
  readonly fields: readonly string[];
  readonly basis: string;
  readonly purpose: string;
  readonly dueOn: dayjs.Dayjs;
}

export default function AskPage(): ReactNode {
  const [id] = useState(() => newId());
  const [form] = Form.useForm<Wish>();
  const fields = Form.useWatch('fields', form) ?? [];
  const area = Form.useWatch('area', form);
  const navigate = useNavigate();
  const usable = useCall(contract.routes.usable, {}, { still: true });
  const { act, acting } = useAct(flowContract.routes.open, {
    onDone: () => {
      tell('success', '已送县级审批');
      void navigate(`/village-data/requests/${id}`);
    },
    onRefused: ({ message, problems }) =>
      tell('error', [message, ...problems.slice(0, 8).map((each) => each.message)].join('\n')),
  });
  const send = ({ dueOn, area: caseArea, ...wish }: Wish) =>
    act({
      type: 'village-data.request',
      id,
      values: { ...wish, caseArea, dueOn: dueOn.format('YYYY-MM-DD') },
    });
  return (
    <PageFrame
      title="发起采集任务"
      breadcrumb={[{ title: '采集任务', to: '/village-data/requests' }]}
      summary="先看已掌握多少；全部掌握的不能发起"
    >
      <TwoColumns
        main={
          <Section title="测算" flush>
            {area && fields.length > 0 ? (
              <Plan area={area} fields={fields} />
            ) : (
              <Empty text="在右边选好范围和字段，这里显示已掌握多少、真正要采集多少" />
            )}
          </Section>
        }
        side={
          <Section title="要什么">
            <Form<Wish>
              form={form}
              layout="vertical"
              initialValues={{ dueOn: dayjs().add(14, 'day') }}
              onFinish={(wish) => void send(wish)}
            >
              <Form.Item
                name="title"
                label="任务名称"
                rules={[{ required: true, message: '请填写任务名称' }]}
              >
                <Input maxLength={60} />
              </Form.Item>
              <Form.Item name="area" label="范围" rules={[{ required: true, message: '请选择范围' }]}>
                <AreaPicker />
              </Form.Item>
              <Form.Item
                name="fields"
                label="字段"
                extra="只列本部门职责用途内的字段"
                rules={[{ required: true, message: '请选择字段' }]}
              >
                <Select
                  mode="multiple"
                  optionFilterProp="label"
                  options={(usable.data?.fields ?? []).map(({ key, title, of }) => ({
                    value: key,
                    label: `${title}（${of === 'household' ? '户' : '人'}）`,
                  }))}
                />
              </Form.Item>
              <Form.Item
                name="basis"
                label="法律依据"
                rules={[{ required: true, message: '请填写法律依据' }]}
              >
                <Input maxLength={200} placeholder="法律、法规或文件的名称、条款和文号" />
              </Form.Item>
              <Form.Item name="purpose" label="用途" rules={[{ required: true, message: '请填写用途' }]}>
                <Input.TextArea maxLength={500} rows={2} />
              </Form.Item>
              <Form.Item
                name="dueOn"
                label="截止日期"
                rules={[{ required: true, message: '请选择截止日期' }]}
              >
                <DatePicker />
              </Form.Item>
              <Button type="primary" htmlType="submit" loading={acting}>
                送县级审批
              </Button>
            </Form>
          </Section>
        }
      />
    </PageFrame>
  );
}

function Plan(props: { readonly area: string; readonly fields: readonly string[] }): ReactNode {
  const reply = useCall(
    contract.routes.plan,
    { area: props.area, fields: [...props.fields] },
    { keep: true },
  );
  return (
    <Shown of={reply} rows={5}>
      {(cut) => <FindingTable cut={cut} />}
    </Shown>
  );
}
