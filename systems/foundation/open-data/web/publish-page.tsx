/** 发布开放数据: choose an entry and its fields, name quasi-identifiers, look at the report, publish. */
import { Alert, Button, Checkbox, Form, Input, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Report } from '../routes/publish-routes.ts';
import './open-data.css';

interface Offered {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly abstract: string;
  readonly conditional: boolean;
  readonly items: readonly {
    readonly name: string;
    readonly title: string;
    readonly class: string;
    readonly quasi: string | null;
  }[];
}

const classes: Readonly<Record<string, string>> = {
  public: '公开',
  internal: '内部',
  personal: '个人',
  sensitive: '敏感',
};

export default function PublishPage(): ReactNode {
  const asked = useCall(contract.routes.offered, {});
  const [id, setId] = useState<string>();
  return (
    <PageFrame
      title="发布开放数据"
      breadcrumb={[{ title: '数据开放', to: '/open-data/publications' }]}
      summary="只列出目录中无条件或有条件开放、已挂接的数据；检查只报数，不显示任何取值"
    >
      <Shown of={asked} rows={4}>
        {({ resources }) =>
          resources.length === 0 ? (
            <Empty text="没有可以开放并已挂接的目录" />
          ) : (
            <>
              <Section title="哪一项数据">
                <Select
                  showSearch={{ optionFilterProp: 'label' }}
                  aria-label="数据目录"
                  style={{ width: 'min(100%, 480px)' }}
                  placeholder="选择数据目录"
                  value={id ?? null}
                  onChange={(value: string | null) => setId(value ?? undefined)}
                  options={resources.map((each) => ({
                    value: each.id,
                    label: `${each.name}（${each.provider}，${each.conditional ? '有条件' : '无条件'}开放）`,
                  }))}
                />
              </Section>
              {resources
                .filter((each) => each.id === id)
                .map((each) => (
                  <Editor key={each.id} resource={each} />
                ))}
            </>
          )
        }
      </Shown>
    </PageFrame>
  );
}

interface Words {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly keywords?: string;
  readonly quasiReason?: string;
}

function Editor(props: { readonly resource: Offered }): ReactNode {
  const { resource } = props;
  const navigate = useNavigate();
  const [form] = Form.useForm<Words>();
  const safe = resource.items.filter((item) => item.class === 'public' || item.class === 'internal');
  const [fields, setFields] = useState<readonly string[]>(safe.map((item) => item.name));
  const [quasi, setQuasi] = useState<readonly string[]>(
    safe.filter((item) => item.quasi !== null).map((item) => item.name),
  );
  const [report, setReport] = useState<Report>();
  const check = useAct(contract.routes.check, { onDone: setReport });
  const publish = useAct(contract.routes.publish, { onDone: () => void navigate('/open-data/publications') });
  const left = resource.items.some(
    (item) => item.quasi !== null && fields.includes(item.name) && !quasi.includes(item.name),
  );
  const silent = quasi.length === 0 || left;
  const chosen = { resource: resource.id, fields: [...fields], quasi: [...quasi] };
  function toggle(
    name: string,
    on: boolean,
    list: readonly string[],
    set: (next: readonly string[]) => void,
  ): void {
    set(on ? [...list, name] : list.filter((each) => each !== name));
    setReport(undefined);
  }
  return (
    <>
      <Section title="开放哪些信息项" flush>
        <Table
          rowKey="name"
          size="middle"
          pagination={false}
          dataSource={[...resource.items]}
          columns={[
            { title: '信息项', render: (_, item) => `${item.title}（${item.name}）` },
            { title: '分类', render: (_, item) => classes[item.class] ?? item.class },
            {
              title: '开放',
              render: (_, item) => (
                <Checkbox
                  aria-label={`开放${item.title}`}
                  checked={fields.includes(item.name)}
                  onChange={(event) => {
                    toggle(item.name, event.target.checked, fields, setFields);
                    if (!event.target.checked) setQuasi(quasi.filter((each) => each !== item.name));
                  }}
                />
              ),
            },
            {
              title: '准标识符',
              render: (_, item) => (
                <>
                  <Checkbox
                    aria-label={`${item.title}是准标识符`}
                    disabled={!fields.includes(item.name)}
                    checked={quasi.includes(item.name)}
                    onChange={(event) => toggle(item.name, event.target.checked, quasi, setQuasi)}
                  />
                  {item.quasi !== null && <span className="city-muted"> 像是{item.quasi}</span>}
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section
        title="匿名化检查"
        extra={
          <Button
            disabled={fields.length === 0}
            loading={check.acting}
            onClick={() => void check.act(chosen)}
          >
            检查
          </Button>
        }
      >
        {report === undefined ? (
          <p className="city-muted">先检查，通过后才能发布</p>
        ) : (
          <ReportView report={report} />
        )}
      </Section>
      <Section title="怎样介绍它">
        <Form
          form={form}
          layout="vertical"
          initialValues={{ name: resource.name, description: resource.abstract }}
          onFinish={(words) =>
            void publish.act({
              ...chosen,
              ...words,
              keywords: words.keywords ?? '',
              quasiReason: words.quasiReason ?? '',
            })
          }
        >
          <Form.Item
            name="code"
            label="标识"
            rules={[
              {
                required: true,
                pattern: /^[a-z][a-z0-9-]{1,59}$/,
                message: '小写字母开头，可含数字和短横线',
              },
            ]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="description" label="说明" rules={[{ required: true, message: '请填写说明' }]}>
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
          <Form.Item name="keywords" label="关键词" extra="用逗号隔开">
            <Input maxLength={200} />
          </Form.Item>
          {silent && (
            <Form.Item
              name="quasiReason"
              label="为什么没有准标识符"
              extra="没有指明准标识符，或者像准标识符的没有列入，要写明理由；会保存在发布记录里"
              rules={[{ required: true, min: 6, message: '请至少写6个字' }]}
            >
              <Input.TextArea rows={2} maxLength={500} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" disabled={report?.clean !== true} loading={publish.acting}>
            发布
          </Button>
        </Form>
      </Section>
    </>
  );
}

function ReportView(props: { readonly report: Report }): ReactNode {
  const { report } = props;
  if (report.clean)
    return (
      <Alert
        type="success"
        showIcon
        title={`可以开放：${report.rows.toLocaleString('zh-CN')}行，没有直接标识符${report.smallest === null ? '' : `，最小的组有${report.smallest}行`}`}
      />
    );
  return (
    <div className="open-data-report">
      {report.direct.length > 0 && (
        <Alert type="error" showIcon title={`能直接识别个人：${report.direct.join('、')}`} />
      )}
      {report.identifiers.map((each) => (
        <Alert
          key={`${each.field} ${each.title}`}
          type="error"
          showIcon
          title={`“${each.field}”里有${each.cells}处疑似${each.title}`}
        />
      ))}
      {report.smallGroups > 0 && (
        <Alert
          type="error"
          showIcon
          title={`${report.smallGroups}组不足${report.k}行，共${report.smallRows}行，最小的组只有${report.smallest ?? 0}行`}
        />
      )}
    </div>
  );
}
