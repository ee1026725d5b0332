/** The form of a policy: only the parts that its mask needs, and what it would do before it does it. */
import { Alert, Button, Form, Input, InputNumber, Select, Switch, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { classes, grades } from '../../../data-catalogue/contract.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { dates, masks, thresholds, viewerTitles, wayTitles } from '../../data/policies.ts';
import { Policy, type PolicyPreview } from '../../routes/policy-routes.ts';
import '../protection.css';

interface Known {
  readonly id: string;
  readonly version: number;
  readonly policy: Policy;
}

const parts = Object.keys(Policy.shape) as (keyof Policy)[];

/** The row of the register as the form has it. */
export function policyFrom(row: object): Policy {
  const given = row as Readonly<Record<string, unknown>>;
  return Object.fromEntries(parts.map((name) => [name, given[name] ?? null])) as unknown as Policy;
}

const optionsOf = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([value, label]) => ({ value, label }));
const needed = (what: string) => [{ required: true, message: `请填写${what}` }];

const blank = {
  classes: [],
  ways: ['export', 'call', 'file', 'open'],
  viewers: ['official', 'service', 'anonymous'],
  visibleFrom: 'sensitive',
  mask: 'hide',
  watermark: true,
} as const;

export function PolicyForm(props: {
  readonly known?: Known;
  readonly onSaved: (id: string) => void;
}): ReactNode {
  const { known } = props;
  const [form] = Form.useForm<Policy>();
  const [shown, setShown] = useState<PolicyPreview>();
  const mask = Form.useWatch('mask', form);
  const preview = useAct(contract.routes.previewPolicy, { onDone: setShown });
  const save = useAct(contract.routes.savePolicy, { onDone: ({ id }) => props.onSaved(id) });
  /** Parameters of other masks that were filled in before are left out. */
  async function read(): Promise<Policy> {
    const given = await form.validateFields();
    const filled = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
    return Policy.parse({ classes: [], ...Object.fromEntries(filled) });
  }
  return (
    <>
      <Section title={known === undefined ? '策略' : '新版本'}>
        <Form
          form={form}
          layout="vertical"
          initialValues={known?.policy ?? blank}
          onValuesChange={() => setShown(undefined)}
        >
          <Form.Item name="name" label="名称" rules={needed('名称')}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="basis" label="依据" rules={needed('依据')}>
            <Input.TextArea maxLength={500} rows={2} />
          </Form.Item>
          <Form.Item name="classes" label="分类" extra="不选为全部分类">
            <Select
              mode="multiple"
              options={Object.entries(classes).map(([value, { title }]) => ({ value, label: title }))}
            />
          </Form.Item>
          <Form.Item name="grade" label="级别起" rules={needed('级别')}>
            <Select options={grades.map(({ code, title }) => ({ value: code, label: title }))} />
          </Form.Item>
          <Form.Item
            name="ways"
            label="出口"
            rules={needed('出口')}
            extra="页面的策略也管着导出文件，接口的也管着共享文件"
          >
            <Select mode="multiple" options={optionsOf(wayTitles)} />
          </Form.Item>
          <Form.Item name="viewers" label="对谁" rules={needed('对象')}>
            <Select mode="multiple" options={optionsOf(viewerTitles)} />
          </Form.Item>
          <Form.Item
            name="visibleFrom"
            label="谁可见原值"
            rules={needed('谁可见原值')}
            extra="页面和导出按查看人的密级；共享和开放没有密级，一律脱敏"
          >
            <Select options={optionsOf(thresholds)} />
          </Form.Item>
          <Form.Item name="mask" label="脱敏方式" rules={needed('脱敏方式')}>
            <Select options={optionsOf(masks)} />
          </Form.Item>
          {mask === 'keep' && (
            <>
              <Form.Item name="first" label="保留首部（字）" rules={needed('保留首部')}>
                <InputNumber min={0} max={6} precision={0} />
              </Form.Item>
              <Form.Item name="last" label="保留尾部（字）" rules={needed('保留尾部')}>
                <InputNumber min={0} max={4} precision={0} />
              </Form.Item>
            </>
          )}
          {mask === 'date' && (
            <Form.Item name="dateTo" label="日期到" rules={needed('日期到')}>
              <Select options={optionsOf(dates)} />
            </Form.Item>
          )}
          {mask === 'area' && (
            <Form.Item name="digits" label="保留的区划位数" rules={needed('区划位数')}>
              <InputNumber min={2} max={9} precision={0} />
            </Form.Item>
          )}
          {mask === 'number' && (
            <Form.Item name="step" label="区间宽度" rules={needed('区间宽度')}>
              <InputNumber min={2} max={1_000_000_000} precision={0} />
            </Form.Item>
          )}
          <Form.Item name="watermark" label="文件加水印" valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item name="begins" label="生效日期" rules={needed('生效日期')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="ends" label="终止日期" extra="不填为长期">
            <Input type="date" />
          </Form.Item>
          <div className="protection-acts">
            <Button loading={preview.acting} onClick={() => void read().then(preview.act)}>
              试算
            </Button>
            <Button
              type="primary"
              disabled={shown === undefined}
              loading={save.acting}
              onClick={() =>
                void read().then((policy) =>
                  save.act(
                    known === undefined ? { policy } : { id: known.id, version: known.version, policy },
                  ),
                )
              }
            >
              保存并按日期生效
            </Button>
          </div>
        </Form>
      </Section>
      {shown !== undefined && (
        <Section title="试算结果" flush>
          <Alert
            type={shown.fields === 0 ? 'warning' : 'info'}
            title={`涉及 ${shown.registers} 个台账、${shown.datasets} 个数据集的 ${shown.fields} 个已核定字段，其中 ${shown.tightened} 个比现在更严`}
          />
          <Table
            rowKey="title"
            size="middle"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={[...shown.values]}
            columns={[
              { title: '演示值', dataIndex: 'title' },
              { title: '原值', dataIndex: 'value' },
              { title: '脱敏后', dataIndex: 'shown' },
            ]}
          />
        </Section>
      )}
    </>
  );
}
