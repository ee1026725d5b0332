/** 身份核验窗口: an official sees the person and his card, and confirms who he is or that he lets a relative act for him. */
import { Button, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { relations } from '../data/identity-levels.ts';

const needed = (message: string) => [{ required: true, message }];

export default function WindowPage(): ReactNode {
  return (
    <PageFrame
      title="身份核验窗口"
      summary="办理前请核对本人、身份证和关系证明；每次办理以您的名义记入审计。"
    >
      <Section title="当面核验身份（L4）">
        <VerifyForm />
      </Section>
      <Section title="家人代办（本人当面同意，或监护人持关系证明）">
        <FamilyForm />
      </Section>
    </PageFrame>
  );
}

interface Seen {
  readonly account: string;
  readonly code: string;
  readonly name: string;
  readonly idCard: string;
}

function VerifyForm(): ReactNode {
  const [form] = Form.useForm<Seen>();
  const verify = useAct(contract.routes.verifyAtWindow, {
    onDone: () => {
      tell('success', '已核验，等级为 L4');
      form.resetFields();
    },
  });
  return (
    <Form<Seen>
      form={form}
      layout="vertical"
      style={{ maxWidth: 420 }}
      onFinish={(values) => void verify.act(values)}
    >
      <Form.Item name="account" label="手机号" rules={needed('请填写手机号')}>
        <Input maxLength={11} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="code"
        label="核验码"
        extra="市民手机“我的身份”中显示的 6 位数字"
        rules={needed('请填写核验码')}
      >
        <Input maxLength={6} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label="证件姓名" rules={needed('请填写证件姓名')}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="idCard" label="身份证号" rules={needed('请填写身份证号')}>
        <Input maxLength={18} autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={verify.acting}>
        核验
      </Button>
    </Form>
  );
}

function Actions(): ReactNode {
  const asked = useCall(contract.routes.agencyActions, {});
  const options = (asked.data ?? []).map(({ id, title }) => ({ value: id, label: title }));
  return (
    <Form.Item name="actions" label="可以办的事" rules={needed('请至少选择一项')}>
      <Select
        mode="multiple"
        options={options}
        loading={asked.isPending}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
  );
}

interface Family {
  readonly account: string;
  readonly agentAccount: string;
  readonly relation: string;
  readonly actions: string[];
  readonly period: readonly [Dayjs, Dayjs];
}

function FamilyForm(): ReactNode {
  const [form] = Form.useForm<Family>();
  const grant = useAct(contract.routes.familyAtWindow, {
    onDone: () => {
      tell('success', '已办理，按期生效');
      form.resetFields();
    },
  });
  return (
    <Form<Family>
      form={form}
      layout="vertical"
      style={{ maxWidth: 420 }}
      onFinish={({ period, ...values }) =>
        void grant.act({ ...values, from: period[0].toISOString(), to: period[1].toISOString() })
      }
    >
      <Form.Item name="account" label="被代办人手机号" rules={needed('请填写手机号')}>
        <Input maxLength={11} autoComplete="off" />
      </Form.Item>
      <Form.Item name="agentAccount" label="代办人手机号" extra="须已实名" rules={needed('请填写手机号')}>
        <Input maxLength={11} autoComplete="off" />
      </Form.Item>
      <Form.Item name="relation" label="被代办人是代办人的" rules={needed('请选择关系')}>
        <Select options={Object.entries(relations).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Actions />
      <Form.Item name="period" label="期限" rules={needed('请选择期限')}>
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={grant.acting}>
        办理
      </Button>
    </Form>
  );
}
