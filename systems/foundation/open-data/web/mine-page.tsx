/** 我的申请: key, grants, what was asked and answered, and a wish for data that is not open yet. */
import { Alert, Button, Form, Input, Popconfirm } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { OpenFrame, Refused, SignedIn } from './parts/frame.tsx';

type Mine = OutputOf<typeof contract.routes.mine>;

export default function MinePage(): ReactNode {
  return (
    <OpenFrame>
      <header className="open-data-head">
        <h1>我的申请</h1>
      </header>
      <SignedIn to="申请密钥、提出需求、查看进度">
        <Own />
      </SignedIn>
    </OpenFrame>
  );
}

function Own(): ReactNode {
  const asked = useCall(contract.routes.mine, {});
  return (
    <Shown of={asked} rows={6}>
      {(mine) => (
        <>
          <Matters mine={mine} />
          <div className="open-data-pair">
            <KeyPart mine={mine} />
            <Want />
          </div>
        </>
      )}
    </Shown>
  );
}

function KeyPart({ mine }: { readonly mine: Mine }): ReactNode {
  const [key, setKey] = useState<string>();
  const issue = useAct(contract.routes.issueKey, {
    onDone: (made) => setKey(made.key),
    onRefused: () => undefined,
  });
  const revoke = useAct(contract.routes.revokeKey, {
    onDone: () => setKey(undefined),
    onRefused: () => undefined,
  });
  return (
    <section className="open-data-part">
      <h2>接口密钥</h2>
      {mine.key === null ? (
        <p className="city-muted">还没有密钥</p>
      ) : (
        <p>
          末四位 <code>{mine.key.ending}</code>，{momentText(mine.key.issuedAt)}签发
        </p>
      )}
      {key !== undefined && (
        <Alert
          type="warning"
          showIcon
          title="密钥只显示这一次，请妥善保存"
          description={<code className="open-data-key">{key}</code>}
        />
      )}
      <div className="open-data-controls">
        {mine.key === null ? (
          <Button type="primary" loading={issue.acting} onClick={() => void issue.act({})}>
            签发密钥
          </Button>
        ) : (
          <>
            <Popconfirm title="原来的密钥马上失效，确定换新？" onConfirm={() => void issue.act({})}>
              <Button loading={issue.acting}>换新密钥</Button>
            </Popconfirm>
            <Popconfirm title="停用后调用马上失败，确定停用？" onConfirm={() => void revoke.act({})}>
              <Button danger loading={revoke.acting}>
                停用密钥
              </Button>
            </Popconfirm>
          </>
        )}
      </div>
      <Refused error={issue.error ?? revoke.error} />
      {mine.grants.length > 0 && (
        <>
          <h3>有条件开放授权</h3>
          <ul className="open-data-comments">
            {mine.grants.map((grant) => (
              <li key={grant.id}>
                <span>
                  <Link to={`/open-data/${grant.code}`}>{grant.name}</Link>{' '}
                  <StatusTag tone={grant.active ? 'green' : 'grey'}>
                    {grant.active ? '有效' : '已失效'}
                  </StatusTag>
                </span>
                <span className="city-muted">
                  每天{grant.callsPerDay}次，今天已用{grant.usedToday}次，至{grant.endsOn}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Matters({ mine }: { readonly mine: Mine }): ReactNode {
  return (
    <section className="open-data-part">
      <h2>办理进度</h2>
      {mine.matters.length === 0 ? (
        <Empty text="还没有提出过申请、需求或纠错" />
      ) : (
        <ul className="open-data-comments">
          {mine.matters.map((matter) => (
            <li key={matter.id}>
              <span>
                <b>{matter.title}</b>{' '}
                <StatusTag tone={matter.closed ? 'blue' : 'yellow'}>{matter.state}</StatusTag>
              </span>
              <span>{matter.text}</span>
              <span className="city-muted">
                {matter.number} · {momentText(matter.openedAt)}提出
                {!matter.closed && matter.dueAt !== null && ` · ${momentText(matter.dueAt)}前答复`}
              </span>
              {matter.answer !== null && <span className="open-data-answer">答复：{matter.answer}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface Wish {
  readonly wanted: string;
  readonly text: string;
}

function Want(): ReactNode {
  const [form] = Form.useForm<Wish>();
  const [number, setNumber] = useState<string>();
  const want = useAct(contract.routes.want, {
    onDone: (opened) => {
      setNumber(opened.number);
      form.resetFields();
    },
    onRefused: () => undefined,
  });
  return (
    <section className="open-data-part">
      <h2>提出数据需求</h2>
      <Form form={form} layout="vertical" onFinish={(given) => void want.act(given)}>
        <Form.Item name="wanted" label="想要什么数据" rules={[{ required: true, min: 2, message: '请写明' }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="text"
          label="用来做什么"
          rules={[{ required: true, min: 6, message: '请至少写6个字' }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <Button htmlType="submit" loading={want.acting}>
          提交需求
        </Button>
        {number !== undefined && <Alert type="success" showIcon title={`已提交，编号${number}`} />}
        <Refused error={want.error} />
      </Form>
    </section>
  );
}
