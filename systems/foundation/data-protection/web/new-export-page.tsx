/** 申请导出: what would leave, by class and without any value, and the purpose; the rows and fields come from the list where 导出 was pressed. */
import { Alert, Button, Form, Input } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { InputOf, OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { dropWish, readWish } from '../../../../ui/handed-wish.ts';
import { DescriptionList, PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag, type Tone } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './protection.css';

type Wish = InputOf<typeof contract.routes.planWanted>;
type Plan = OutputOf<typeof contract.routes.planWanted>;

const classes: readonly (readonly [Plan['fields'][number]['class'], string, Tone])[] = [
  ['sensitive', '敏感', 'red'],
  ['personal', '个人', 'yellow'],
  ['internal', '内部', 'blue'],
  ['public', '公开', 'green'],
];

export default function NewExportPage(): ReactNode {
  const [address] = useSearchParams();
  const name = address.get('wish') ?? '';
  // A single paper is named by its id, which tells of nobody; what was searched for comes by the session.
  const [paper, id] = [address.get('paper'), address.get('id')];
  const wish = useMemo(
    (): Wish | undefined =>
      paper === null || id === null ? readWish<Wish>(name) : { register: paper, where: { id } },
    [name, paper, id],
  );
  return (
    <PageFrame
      title="申请导出"
      summary="由另一人核对用途和内容：台账和案卷是数据主管部门的，审计记录是安全管理员；获准后按当时的记录和您的权限生成文件"
    >
      {wish === undefined ? (
        <Section>
          <Empty text="请在台账列表、审计日志按“导出”，选好条件和列，再由那里进入本页" />
        </Section>
      ) : (
        <Apply wish={wish} onAsked={() => dropWish(name)} />
      )}
    </PageFrame>
  );
}

function Apply(props: { readonly wish: Wish; readonly onAsked: () => void }): ReactNode {
  const plan = useCall(contract.routes.planWanted, props.wish, { still: true });
  const navigate = useNavigate();
  const ask = useAct(contract.routes.askExport, {
    onDone: ({ id }) => {
      props.onAsked();
      void navigate(`/data-protection/exports/${id}`, { replace: true });
    },
  });
  return (
    <Shown of={plan} rows={6}>
      {(planned) => (
        <>
          <Section title="将离开本市的内容">
            <DescriptionList
              items={[
                { label: '导出什么', value: planned.title },
                { label: '数据主管部门', value: planned.ownerName },
                { label: '行数', value: `${planned.rows.toLocaleString('zh-CN')} 行` },
                { label: '条件', value: planned.conditions },
                { label: '须审批的原因', value: planned.reasons.join('；') || '不须审批', wide: true },
              ]}
            />
            <Leaving plan={planned} />
          </Section>
          <Section title="用途">
            {planned.reasons.length === 0 ? (
              <Alert type="info" showIcon title="这项导出不须审批，请回到台账列表直接导出" />
            ) : (
              <Form<{ purpose: string }>
                layout="vertical"
                onFinish={({ purpose }) => void ask.act({ wish: props.wish, purpose })}
              >
                <Form.Item
                  name="purpose"
                  label="用来做什么、给谁、用多久"
                  rules={[{ required: true, min: 5, whitespace: true, message: '请写明用途，不少于5个字' }]}
                >
                  <Input.TextArea rows={3} maxLength={500} showCount />
                </Form.Item>
                <Button type="primary" htmlType="submit" loading={ask.acting}>
                  提交申请
                </Button>
              </Form>
            )}
          </Section>
        </>
      )}
    </Shown>
  );
}

function Leaving({ plan }: { readonly plan: Plan }): ReactNode {
  return (
    <ul className="protection-list" style={{ marginTop: 16 }}>
      {classes.map(([name, title, tone]) => {
        const fields = plan.fields.filter((field) => field.class === name);
        if (fields.length === 0) return null;
        return (
          <li key={name}>
            <StatusTag tone={tone}>{title}</StatusTag>{' '}
            {fields.map((field) => (field.masked ? `${field.title}（脱敏）` : field.title)).join('、')}
          </li>
        );
      })}
    </ul>
  );
}
