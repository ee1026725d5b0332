/** 核验: a number and a name, what for, and a yes or no; nothing that was typed stays in the address. */
import { Alert, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './libraries.css';

const libraries = [
  { value: 'population', label: '人口基础库', number: '公民身份号码', name: '姓名' },
  { value: 'legal-entity', label: '法人单位基础库', number: '统一社会信用代码', name: '名称' },
] as const;

const purposes = [
  { value: 'service', label: '办理政务服务事项' },
  { value: 'law', label: '行政执法和检查' },
  { value: 'relief', label: '社会救助和保障核对' },
  { value: 'judicial', label: '协助司法机关' },
] as const;

interface Asked {
  readonly code: string;
  readonly number: string;
  readonly name: string;
  readonly purpose: (typeof purposes)[number]['value'];
  readonly basis: string;
}

export default function CheckPage(): ReactNode {
  const [form] = Form.useForm<Asked>();
  const [answer, setAnswer] = useState<boolean>();
  const code = Form.useWatch('code', form) ?? 'population';
  const words = libraries.find((each) => each.value === code) ?? libraries[0];
  const check = useAct(contract.routes.check, {
    onDone: ({ matches }) => setAnswer(matches),
    onRefused: () => setAnswer(undefined),
  });
  return (
    <PageFrame
      title="核验"
      summary="只回答号码和名称是否一致，不给出任何登记信息；每次核验都记录用途、依据和核验人"
    >
      <Section>
        <Form<Asked>
          form={form}
          layout="vertical"
          className="library-check"
          requiredMark={false}
          initialValues={{ code: 'population', purpose: 'service' }}
          onFinish={(values) => void check.act(values)}
          onValuesChange={() => setAnswer(undefined)}
        >
          <Form.Item name="code" label="核验的库">
            <Select options={libraries.map(({ value, label }) => ({ value, label }))} />
          </Form.Item>
          <Form.Item name="number" label={words.number} rules={[{ required: true, message: '请填写号码' }]}>
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="name"
            label={words.name}
            rules={[{ required: true, message: `请填写${words.name}` }]}
          >
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="purpose" label="用途">
            <Select options={[...purposes]} />
          </Form.Item>
          <Form.Item
            name="basis"
            label="办件编号或依据"
            rules={[{ required: true, min: 2, message: '请填写办件编号或依据' }]}
          >
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={check.acting}>
            核验
          </Button>
        </Form>
        <div aria-live="polite">
          {answer !== undefined && (
            <Alert
              className="library-answer"
              showIcon
              type={answer ? 'success' : 'warning'}
              title={answer ? '一致' : '不一致'}
              description={
                answer
                  ? '号码和名称与在册登记一致。'
                  : '号码和名称与在册登记不一致，或没有在册登记；请核对原件。'
              }
            />
          )}
        </div>
      </Section>
    </PageFrame>
  );
}
