/** 用印记录: every result that was sealed online, and checking a paper by its code. */
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './inner-run.css';

export default function SealsPage(): ReactNode {
  const [code, setCode] = useState<string | undefined>(undefined);
  return (
    <PageFrame title="用印记录" summary="在线用印的办理结果；凭文书上的核验码辨真伪">
      <Section title="核验文书">
        <Form
          layout="inline"
          onFinish={({ code: typed }: { code: string }) => setCode(typed.trim().toUpperCase())}
        >
          <Form.Item
            name="code"
            label="核验码"
            rules={[{ required: true, pattern: /^[0-9A-Za-z]{16}$/, message: '核验码是 16 位字母数字' }]}
          >
            <Input maxLength={16} style={{ width: 220 }} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            核验
          </Button>
        </Form>
        {code !== undefined && <Verified code={code} />}
      </Section>
      <RegisterList register="inner-run.seal-use" />
    </PageFrame>
  );
}

function Verified({ code }: { readonly code: string }): ReactNode {
  const asked = useCall(contract.routes.verify, { code });
  return (
    <div className="inner-verified">
      <Shown of={asked} rows={2}>
        {({ title, unitName, sealedAt, digest }) => (
          <p>
            核验通过：{unitName} {momentText(sealedAt)} 用印《{title}》
            <br />
            <span className="city-muted">内容摘要（SM3）{digest}</span>
          </p>
        )}
      </Shown>
    </div>
  );
}
