/** 安康码窗口: a code on paper, its loss, and codes of the family, with person and card before the clerk. */
import { Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { callFile } from '../../../../ui/call.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { sceneTable } from '../data/scenes.ts';
import './code.css';

interface Person {
  readonly name: string;
  readonly idCard: string;
}

const needed = (message: string) => [{ required: true, message }];

function PersonFields(): ReactNode {
  return (
    <>
      <Form.Item name="name" label="姓名" rules={needed('请填写姓名')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="idCard" label="身份证号" rules={needed('请填写身份证号')}>
        <Input maxLength={18} />
      </Form.Item>
    </>
  );
}

export default function WindowPage(): ReactNode {
  return (
    <PageFrame
      title="安康码窗口"
      summary="给没有手机的人打印纸质码，给孩子和老人办理家庭码；办理前请核对本人和证件"
    >
      <div className="code-window">
        <Section title="打印纸质码">
          <PaperForm />
        </Section>
        <Section title="办理家庭码">
          <FamilyForm />
        </Section>
        <Section title="挂失">
          <LossForm />
        </Section>
      </div>
    </PageFrame>
  );
}

async function save(values: Person & { readonly scene: string }): Promise<void> {
  const { blob, fileName } = await callFile(contract.routes.paper, values);
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName ?? '安康码.pdf';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function PaperForm(): ReactNode {
  const [form] = Form.useForm<Person & { readonly scene: string }>();
  const [making, setMaking] = useState(false);
  async function print(values: Person & { readonly scene: string }): Promise<void> {
    setMaking(true);
    try {
      await save(values);
      tell('success', '已生成，请打印');
      form.resetFields();
    } catch (error) {
      tell('error', error instanceof Error ? error.message : '没有生成');
    } finally {
      setMaking(false);
    }
  }
  return (
    <Form form={form} layout="vertical" onFinish={(values) => void print(values)}>
      <PersonFields />
      <Form.Item name="scene" label="场景" rules={needed('请选择场景')}>
        <Select options={sceneTable.scenes.map(({ key, title }) => ({ value: key, label: title }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={making}>
        打印
      </Button>
    </Form>
  );
}

function FamilyForm(): ReactNode {
  const [form] = Form.useForm();
  const { act, acting } = useAct(contract.routes.family, {
    onDone: () => {
      tell('success', '已办理，代持人打开安康码即可看到');
      form.resetFields();
    },
  });
  return (
    <Form form={form} layout="vertical" onFinish={(values) => void act(values)}>
      <Form.Item name="carrierAccount" label="代持人手机号" rules={needed('请填写代持人手机号')}>
        <Input maxLength={40} />
      </Form.Item>
      <PersonFields />
      <Form.Item name="relation" label="是代持人的" rules={needed('请选择关系')}>
        <Select options={sceneTable.relations.map(({ code, name }) => ({ value: code, label: name }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={acting}>
        办理
      </Button>
    </Form>
  );
}

function LossForm(): ReactNode {
  const [form] = Form.useForm<Person>();
  const { act, acting } = useAct(contract.routes.lose, {
    onDone: ({ revoked }) => {
      tell('success', `已挂失，${revoked} 个码不再有效`);
      form.resetFields();
    },
  });
  return (
    <Form form={form} layout="vertical" onFinish={(values) => void act(values)}>
      <PersonFields />
      <Button danger htmlType="submit" loading={acting}>
        挂失
      </Button>
    </Form>
  );
}
