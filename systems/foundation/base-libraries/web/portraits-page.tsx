/** 数据画像: a granted purpose and a ground first, then only the parts and tags that the purpose needs; and what was opened before. */
import { Alert, Button, Form, Input, Select, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { DescriptionList, PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { PortraitKind, PortraitReply } from '../routes/portrait-routes.ts';
import { CellText } from './parts/cell.tsx';
import './libraries.css';

export default function PortraitsPage(): ReactNode {
  const asked = useCall(contract.routes.portraits, {});
  return (
    <PageFrame title="数据画像" summary="先说明目的和依据，只给这个目的需要的部分；每次调阅都留下记录">
      <Shown of={asked} rows={6}>
        {({ portraits }) => (
          <Section flush>
            <Tabs
              className="city-tabs"
              tabBarStyle={{ paddingInline: 16, marginBottom: 0 }}
              items={[
                ...portraits.map((kind) => ({
                  key: kind.code,
                  label: kind.title,
                  children: <Opening kind={kind} />,
                })),
                {
                  key: 'looks',
                  label: '调阅记录',
                  children: <RegisterList register="base-libraries.portrait-look" />,
                },
              ]}
            />
          </Section>
        )}
      </Shown>
    </PageFrame>
  );
}

interface Asked {
  readonly purpose: string;
  readonly number: string;
  readonly basis: string;
}

function Opening(props: { readonly kind: PortraitKind }): ReactNode {
  const { kind } = props;
  const [portrait, setPortrait] = useState<PortraitReply>();
  const open = useAct(contract.routes.portray, { onDone: setPortrait });
  const granted = kind.purposes.filter((purpose) => purpose.until !== null);
  if (granted.length === 0) return <Empty text="本部门还没有这类画像的授权" hint="由数据资源局按目的授权" />;
  return (
    <div className="portrait">
      <Form<Asked>
        layout="vertical"
        className="library-check"
        initialValues={{ purpose: granted[0]?.code }}
        onFinish={(given) => {
          setPortrait(undefined);
          void open.act({ portrait: kind.code, ...given });
        }}
      >
        <Form.Item label="目的" name="purpose" rules={[{ required: true }]}>
          <Select
            options={granted.map((purpose) => ({
              value: purpose.code,
              label: `${purpose.title}（授权至${purpose.until}）`,
            }))}
          />
        </Form.Item>
        <Form.Item label={kind.keyTitle} name="number" rules={[{ required: true, message: '请填写号码' }]}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item
          label="办件编号或依据"
          name="basis"
          rules={[{ required: true, min: 2, message: '请填写办件编号或依据' }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={open.acting}>
          调阅
        </Button>
      </Form>
      {portrait && <Drawn portrait={portrait} />}
    </div>
  );
}

function Drawn(props: { readonly portrait: PortraitReply }): ReactNode {
  const { portrait } = props;
  return (
    <div className="portrait-parts">
      <Alert type="info" showIcon title={`${portrait.purpose}：${portrait.basis}`} />
      {portrait.tags.map((tag) => (
        <div key={tag.title}>
          <StatusTag tone={tag.has ? 'blue' : 'grey'}>{tag.has ? tag.title : `非${tag.title}`}</StatusTag>{' '}
          <span className="city-muted">{`${tag.rule}（${tag.source}）`}</span>
        </div>
      ))}
      {portrait.parts.map((part) => (
        <section key={part.title}>
          <h3>{part.title}</h3>
          {part.open ? (
            <DescriptionList
              items={part.fields.map((field) => ({
                label: field.title,
                value: (
                  <>
                    <CellText field={field.name} value={field.value} />
                    {field.source && <span className="city-muted">{` 取自${field.source}`}</span>}
                  </>
                ),
              }))}
            />
          ) : (
            <p className="city-muted">这个目的不需要这一部分，没有提供</p>
          )}
        </section>
      ))}
    </div>
  );
}
