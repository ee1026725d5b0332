/** 数据应用详情: its key is issued here, shown once, and how a call is signed stands beside it. */
import { Alert, Button, Checkbox, Modal, Typography } from 'antd';
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
  const [issued, setIssued] = useState<{ readonly key: string; readonly overlapHours: number }>();
  const issue = useAct(contract.routes.key, { onDone: setIssued });
  const [asking, setAsking] = useState(false);
  const [atOnce, setAtOnce] = useState(false);
  return (
    <>
      <RegisterDetail
        register="data-sharing.application"
        id={id}
        extra={mayApply && <Button onClick={() => setAsking(true)}>签发密钥</Button>}
      />
      <div className="city-page">
        <Modal
          open={asking}
          title="签发新密钥"
          okText="签发"
          cancelText="取消"
          okButtonProps={{ loading: issue.acting, danger: atOnce }}
          onCancel={() => setAsking(false)}
          onOk={() => void issue.act({ id, atOnce }).then(() => setAsking(false))}
        >
          <p>新密钥只显示一次。旧密钥在过渡期内仍可使用，便于应用更换；过渡期由系统参数设定。</p>
          <Checkbox checked={atOnce} onChange={(event) => setAtOnce(event.target.checked)}>
            旧密钥已泄露，立即作废（正在用它的应用会马上中断）
          </Checkbox>
        </Modal>
        {issued !== undefined && (
          <Alert
            type="warning"
            showIcon
            title="请立即保存，离开本页后不能再看到"
            description={
              <>
                <Typography.Text copyable code>
                  {issued.key}
                </Typography.Text>
                <p>
                  {issued.overlapHours === 0
                    ? '旧密钥已经失效。'
                    : `旧密钥还能用${issued.overlapHours}小时，请在此之前更换。`}
                </p>
              </>
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
