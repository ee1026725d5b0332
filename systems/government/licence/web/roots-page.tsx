/** 互认信任列表: whose seals count here, for which licences, until when; kept by the city, read by every verifier. */
import { Button, DatePicker, Form, Input, Select } from 'antd';
import type dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { licenceTable } from '../data/licence-types.ts';

export default function RootsPage(): ReactNode {
  const [adding, setAdding] = useState(false);
  const may = useMay('licence:roots');
  return (
    <PageFrame
      title="互认信任列表"
      summary="长三角等地签发机构的根证书；列入后其盖章的证照在线、离线都可核验，移出后即不再可信"
      extra={
        may && (
          <Button type="primary" onClick={() => setAdding(true)}>
            列入根证书
          </Button>
        )
      }
    >
      <RegisterList register="licence.trusted-root" />
      {adding && <AddForm onClose={() => setAdding(false)} />}
    </PageFrame>
  );
}

interface AddValues {
  readonly title: string;
  readonly certificate: string;
  readonly types?: readonly string[];
  readonly days: readonly [dayjs.Dayjs, dayjs.Dayjs];
  readonly source: string;
}

function AddForm(props: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<AddValues>();
  const { act, acting } = useAct(contract.routes.addRoot, {
    onDone: () => {
      tell('success', '已列入');
      props.onClose();
    },
  });
  return (
    <FormModal
      form={form}
      open
      title="列入互认信任列表"
      okText="列入"
      acting={acting}
      onClose={props.onClose}
      onSend={({ title, certificate, types, days, source }) =>
        void act({
          title,
          certificate,
          types: [...(types ?? [])],
          validFrom: days[0].format('YYYY-MM-DD'),
          validUntil: days[1].format('YYYY-MM-DD'),
          source,
        })
      }
    >
      <Form.Item name="title" label="地区" rules={[{ required: true, message: '请填写地区' }]}>
        <Input maxLength={60} placeholder="例如：苏州市" />
      </Form.Item>
      <Form.Item
        name="certificate"
        label="根证书（PEM 或 Base64）"
        rules={[{ required: true, message: '请粘贴根证书' }]}
      >
        <Input.TextArea rows={5} maxLength={8000} />
      </Form.Item>
      <Form.Item name="types" label="互认的证照类型（不选为全部）">
        <Select
          mode="multiple"
          options={licenceTable.types.map(({ key, name }) => ({ value: key, label: name }))}
        />
      </Form.Item>
      <Form.Item name="days" label="互认起止" rules={[{ required: true, message: '请选择起止日期' }]}>
        <DatePicker.RangePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="source" label="依据" rules={[{ required: true, message: '请填写依据' }]}>
        <Input maxLength={200} placeholder="协议或文件名称、文号" />
      </Form.Item>
    </FormModal>
  );
}
