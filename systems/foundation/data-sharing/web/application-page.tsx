/** 数据应用详情: its key is issued here, shown once, and how a call is signed stands beside it. */
import { Alert, Button, Modal, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

const example = `text = [app, contract, at, nonce, query].join('\\n')
signature = HMAC-SM3(key, text)   // 十六进制
POST /api/data-sharing/call    // 请求头 x-city-request: 1
{ "app": …, "contract": …, "at": "2026-11-26T10:00:00+08:00", "nonce": "不重复的16至64位", "query": "key=…", "signature": … }`;

export default function ApplicationPage(): ReactNode {
  const { id = '' } = useParams();
  const mayApply = useMay('data-sharing:apply');
  const [key, setKey] = useState<string>();
  const issue = useAct(contract.routes.key, { onDone: (reply) => setKey(reply.key) });
  return (
    <>
      <RegisterDetail
        register="data-sharing.application"
        id={id}
        extra={
          mayApply && (
            <Button
              loading={issue.acting}
              onClick={() =>
                Modal.confirm({
                  title: '签发新密钥',
                  content: '原来的密钥立即失效，新密钥只显示一次。',
                  okText: '签发',
                  cancelText: '取消',
                  onOk: () => issue.act({ id }).then(() => undefined),
                })
              }
            >
              签发密钥
            </Button>
          )
        }
      />
      <div className="city-page">
        {key !== undefined && (
          <Alert
            type="warning"
            showIcon
            title="请立即保存，离开本页后不能再看到"
            description={
              <Typography.Text copyable code>
                {key}
              </Typography.Text>
            }
          />
        )}
        <Section title="怎样签名">
          <p>
            应用编号{' '}
            <Typography.Text copyable code>
              {id}
            </Typography.Text>
            ；查询为 <code>key=…</code>（按主键取一行）或 <code>after=…&amp;size=…</code>（依次取多行）。
          </p>
          <pre style={{ overflow: 'auto' }}>{example}</pre>
        </Section>
      </div>
    </>
  );
}
