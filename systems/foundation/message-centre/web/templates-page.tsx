/** 消息模板: the words of each message by channel, its parameters and ladder; new words are published as a new version. */
import { Button, Drawer, Form, Input, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { channelTitles, urgencyTitles } from '../data/words.ts';
import './centre.css';

type Template = OutputOf<typeof contract.routes.templates>[number];

const classTitles: Readonly<Record<string, string>> = {
  public: '公开',
  internal: '内部',
  personal: '个人信息',
  sensitive: '敏感',
};

export default function TemplatesPage(): ReactNode {
  const asked = useCall(contract.routes.templates, {});
  const [opened, setOpened] = useState<Template | undefined>(undefined);
  const columns: ColumnType<Template>[] = [
    {
      title: '模板',
      dataIndex: 'title',
      render: (title: string, row) => (
        <button type="button" className="city-link" onClick={() => setOpened(row)}>
          {title}
        </button>
      ),
    },
    { title: '所属系统', dataIndex: 'system' },
    { title: '编号', dataIndex: 'code' },
    { title: '版本', dataIndex: 'version', align: 'right' },
    { title: '紧急程度', dataIndex: 'urgency', render: (one: string) => urgencyTitles[one] ?? one },
    {
      title: '站外渠道',
      key: 'channels',
      render: (_, row) => (
        <>
          {row.channels.length === 0 && <span className="city-muted">本人选择</span>}
          {row.channels.map((one) => (
            <StatusTag key={one}>{channelTitles[one] ?? one}</StatusTag>
          ))}
        </>
      ),
    },
    {
      title: '升级',
      key: 'ladder',
      render: (_, row) => (row.ladder.length === 0 ? '—' : `${row.ladder.length} 级`),
    },
    { title: '群发', dataIndex: 'broadcast', render: (one: boolean) => (one ? '可以' : '—') },
  ];
  return (
    <PageFrame
      title="消息模板"
      summary="参数由各系统填写，类别由系统声明；个人和敏感参数不进系统回调，敏感参数只在站内显示"
    >
      <Section flush>
        <Shown of={asked}>
          {(templates) =>
            templates.length === 0 ? (
              <Empty text="还没有模板" />
            ) : (
              <Table<Template>
                rowKey="code"
                size="middle"
                columns={columns}
                dataSource={[...templates]}
                pagination={{ pageSize: 20, hideOnSinglePage: true }}
                scroll={{ x: 'max-content' }}
              />
            )
          }
        </Shown>
      </Section>
      <Drawer
        open={opened !== undefined}
        size={640}
        title={opened?.title}
        onClose={() => setOpened(undefined)}
        destroyOnHidden
      >
        {opened && <TemplateDetail template={opened} onDone={() => setOpened(undefined)} />}
      </Drawer>
    </PageFrame>
  );
}

interface Filled {
  readonly appTitle: string;
  readonly appBody: string;
  readonly sms?: string;
  readonly voice?: string;
  readonly emailSubject?: string;
  readonly emailBody?: string;
}

function filledOf({ texts }: Template): Filled {
  return {
    appTitle: texts.app.title,
    appBody: texts.app.body,
    ...(texts.sms === undefined ? {} : { sms: texts.sms }),
    ...(texts.voice === undefined ? {} : { voice: texts.voice }),
    ...(texts.email === undefined ? {} : { emailSubject: texts.email.subject, emailBody: texts.email.body }),
  };
}

function textsOf(filled: Filled, template: Template): Template['texts'] {
  const { sms, voice, emailSubject, emailBody } = filled;
  return {
    app: { title: filled.appTitle, body: filled.appBody },
    ...(sms ? { sms } : {}),
    ...(voice ? { voice } : {}),
    ...(emailSubject && emailBody ? { email: { subject: emailSubject, body: emailBody } } : {}),
    ...(template.texts.webhook ? { webhook: true as const } : {}),
  };
}

function TemplateDetail(props: { readonly template: Template; readonly onDone: () => void }): ReactNode {
  const { template } = props;
  const keeps = useMay('message-centre:keep-templates');
  const versions = useCall(contract.routes.templateVersions, { code: template.code });
  const { act, acting } = useAct(contract.routes.publishTemplate, {
    onDone: ({ version }) => {
      tell('success', `已发布第 ${version} 版`);
      props.onDone();
    },
  });
  return (
    <>
      <p>
        可用参数：
        {template.parameters.map((one) => (
          <span key={one.name} className="centre-parameter">
            <code>{`{${one.name}}`}</code> {one.title}
            <span className="city-muted">（{classTitles[one.class] ?? one.class}）</span>
          </span>
        ))}
      </p>
      {template.ladder.length > 0 && (
        <ol className="centre-ladder">
          {template.ladder.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      <Form<Filled>
        layout="vertical"
        disabled={!keeps}
        initialValues={filledOf(template)}
        onFinish={(filled) =>
          void act({ code: template.code, base: template.version, texts: textsOf(filled, template) })
        }
      >
        <Form.Item name="appTitle" label="站内标题" rules={[{ required: true, message: '请填写站内标题' }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="appBody" label="站内正文" rules={[{ required: true, message: '请填写站内正文' }]}>
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="sms" label="短信" extra="留空则不发短信；签名由渠道加上">
          <Input.TextArea maxLength={300} showCount autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="voice" label="语音电话" extra="留空则不打电话">
          <Input.TextArea maxLength={300} showCount autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="emailSubject" label="邮件标题">
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="emailBody" label="邮件正文">
          <Input.TextArea maxLength={5000} autoSize={{ minRows: 2, maxRows: 10 }} />
        </Form.Item>
        {keeps && (
          <Button type="primary" htmlType="submit" loading={acting}>
            发布为新版本
          </Button>
        )}
      </Form>
      <h3>历次版本</h3>
      <Shown of={versions}>
        {(list) => (
          <ul className="centre-versions">
            {list.map((one) => (
              <li key={one.version}>
                第 {one.version} 版
                <span className="city-muted">
                  {one.publishedAt === null
                    ? ' 随系统提供'
                    : ` ${one.publishedBy ?? ''} ${momentText(one.publishedAt)}`}
                </span>
                <br />
                {one.texts.sms ?? one.texts.app.body}
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </>
  );
}
