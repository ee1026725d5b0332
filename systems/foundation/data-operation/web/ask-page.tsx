/** 提问: figures by declared groups; what it costs stands beside the button. */
import { Alert, Button, Form, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { measures } from '../../../../engines/privacy/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './operation.css';

type Project = OutputOf<typeof contract.routes.project>;

interface Asked {
  readonly measure: 'count' | 'sum' | 'mean';
  readonly field?: string;
  readonly by?: string;
  /** 'field=group' */
  readonly where?: string;
  readonly epsilon?: number;
}

export default function AskPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.project, { id });
  return (
    <PageFrame
      title="提问"
      breadcrumb={[
        { title: '运营项目', to: '/data-operation' },
        { title: '项目', to: `/data-operation/projects/${id}` },
      ]}
      summary="只能按项目约定的分组和数值提问；同一个问题再问，得到同一个答案，不再花预算"
    >
      <Shown of={asked} rows={5}>
        {(project) => <Ask id={id} project={project} />}
      </Shown>
    </PageFrame>
  );
}

function questionOf({ measure, field, by, where }: Asked) {
  const at = where?.indexOf('=') ?? -1;
  return {
    measure,
    ...(measure === 'count' || field === undefined ? {} : { field }),
    ...(by === undefined ? {} : { by }),
    ...(where === undefined || at < 0
      ? {}
      : { where: { field: where.slice(0, at), group: where.slice(at + 1) } }),
  };
}

function Ask({ id, project }: { readonly id: string; readonly project: Project }): ReactNode {
  const [made, setMade] = useState<{ readonly run: string; readonly repeated: boolean }>();
  const [problem, setProblem] = useState<string>();
  const ask = useAct(contract.routes.ask, {
    onDone: (reply) => {
      setProblem(undefined);
      setMade(reply);
    },
    onRefused: (error) => {
      setMade(undefined);
      setProblem(error.message);
    },
  });
  const [form] = Form.useForm<Asked>();
  const measure = Form.useWatch('measure', form) ?? 'count';
  const { terms, titles } = project;
  const title = (name: string) => titles[name] ?? name;
  const noisy = project.method === 'noisy';
  const [own] = project.budgets;
  return (
    <Section
      title={
        noisy
          ? `还剩 ε ${own === undefined ? '—' : Math.round((own.total - own.spent) * 1000) / 1000}`
          : '汇总表'
      }
    >
      <Form<Asked>
        form={form}
        layout="vertical"
        style={{ maxWidth: 520 }}
        initialValues={{ measure: 'count', ...(noisy ? { epsilon: 0.5 } : {}) }}
        onFinish={(values) =>
          void ask.act({
            id,
            question: questionOf(values),
            ...(noisy && values.epsilon !== undefined ? { epsilon: values.epsilon } : {}),
          })
        }
      >
        <Form.Item name="measure" label="算什么">
          <Select
            options={Object.entries(measures)
              .filter(([value]) => value === 'count' || terms.numbers.length > 0)
              .map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        {measure !== 'count' && (
          <Form.Item name="field" label="数值" rules={[{ required: true, message: '请选择数值' }]}>
            <Select
              options={terms.numbers.map(({ field, low, high }) => ({
                value: field,
                label: `${title(field)}（${low} ~ ${high}）`,
              }))}
            />
          </Form.Item>
        )}
        <Form.Item name="by" label="按什么分组">
          <Select
            allowClear
            placeholder="不分组"
            options={terms.groupings.map(({ field }) => ({ value: field, label: title(field) }))}
          />
        </Form.Item>
        <Form.Item name="where" label="只看哪一组">
          <Select
            allowClear
            placeholder="不限"
            options={terms.groupings.flatMap(({ field, groups }) =>
              groups.map((group) => ({ value: `${field}=${group}`, label: `${title(field)}为${group}` })),
            )}
          />
        </Form.Item>
        {noisy && (
          <Form.Item name="epsilon" label="花费 ε" extra="越大越准，花得越多">
            <InputNumber min={0.001} max={1000} step={0.1} style={{ width: 160 }} />
          </Form.Item>
        )}
        {problem !== undefined && (
          <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />
        )}
        {made !== undefined && (
          <Alert
            type="info"
            showIcon
            style={{ marginBottom: 16 }}
            title={made.repeated ? '此前问过，没有再花预算' : '已算出，等待审核'}
            description={<Link to={`/data-operation/runs/${made.run}`}>查看这次运行</Link>}
          />
        )}
        <Button type="primary" htmlType="submit" loading={ask.acting} disabled={!project.mayRun}>
          提交
        </Button>
      </Form>
    </Section>
  );
}
