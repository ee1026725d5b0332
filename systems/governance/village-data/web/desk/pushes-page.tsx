/** 部门回推: a department corrects its own fields, one by one or by a sheet; the cards show it at once and the village is told. */
import { Button, Drawer, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { newId } from '../../../../../kernel/ids.ts';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export default function PushesPage(): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <PageFrame
      title="部门回推"
      summary="只能更正本部门负责的字段；户卡立即显示新值和来源，并告知村干部"
      extra={
        <>
          <Link to="/registers/village-data.push/import">
            <Button tabIndex={-1}>整表导入</Button>
          </Link>
          <Button type="primary" onClick={() => setOpen(true)}>
            回推一项
          </Button>
        </>
      }
    >
      <Section flush>
        <RegisterList register="village-data.push" />
      </Section>
      {open && <PushDrawer onClose={() => setOpen(false)} />}
    </PageFrame>
  );
}

interface Wish {
  readonly field: string;
  readonly number?: string;
  readonly idCard?: string;
  readonly value: string;
  readonly basis: string;
}

function PushDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [id] = useState(() => newId());
  const [form] = Form.useForm<Wish>();
  const key = Form.useWatch('field', form);
  const { data } = useCall(contract.routes.usable, {}, { still: true });
  const own = (data?.fields ?? []).filter((field) => field.own);
  const field = own.find((each) => each.key === key);
  const { act, acting } = useAct(contract.routes.push, {
    onDone: () => {
      tell('success', '户卡已更新，并告知村干部');
      onClose();
    },
  });
  return (
    <Drawer open title="回推一项" size={420} onClose={onClose}>
      <Form<Wish> form={form} layout="vertical" onFinish={(wish) => void act({ id, ...wish })}>
        <Form.Item name="field" label="字段" rules={[{ required: true, message: '请选择字段' }]}>
          <Select options={own.map((each) => ({ value: each.key, label: each.title }))} />
        </Form.Item>
        {field?.of === 'household' && (
          <Form.Item
            name="number"
            label="户编号"
            rules={[{ required: true, pattern: /^\d{16}$/, message: '户编号为 16 位数字' }]}
          >
            <Input maxLength={16} inputMode="numeric" />
          </Form.Item>
        )}
        {field?.of === 'member' && (
          <Form.Item
            name="idCard"
            label="公民身份号码"
            rules={[{ required: true, message: '请填写公民身份号码' }]}
          >
            <Input maxLength={18} />
          </Form.Item>
        )}
        <Form.Item name="value" label="新值" rules={[{ required: true, message: '请填写新值' }]}>
          {field && field.list.length > 0 ? (
            <Select options={field.list.map(({ code, name }) => ({ value: code, label: name }))} />
          ) : (
            <Input maxLength={100} />
          )}
        </Form.Item>
        <Form.Item name="basis" label="依据" rules={[{ required: true, message: '请填写依据' }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={acting} block>
          回推
        </Button>
      </Form>
    </Drawer>
  );
}
