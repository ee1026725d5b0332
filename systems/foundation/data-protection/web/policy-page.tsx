/** One policy: what it says, its former editions, and for whoever keeps policies a new edition or its end. */
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import registersContract from '../../../../engines/registers/contract.ts';
import { Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { PolicyForm, policyFrom } from './policy/policy-form.tsx';

const register = 'data-protection.policy';

export default function PolicyPage(): ReactNode {
  const { id = '' } = useParams();
  const allowed = useMay('data-protection:keep-policies');
  const [editing, setEditing] = useState(false);
  const asked = useCall(registersContract.routes.read, { register, id });
  const end = useAct(contract.routes.endPolicy, { onDone: () => void asked.refetch() });
  const row = asked.data?.row;
  const mayKeep = allowed && row !== undefined;
  return (
    <>
      <RegisterDetail
        register={register}
        id={id}
        extra={mayKeep && !editing && <Button onClick={() => setEditing(true)}>修改（新版本）</Button>}
      />
      {mayKeep && (
        <div className="city-page">
          {editing ? (
            <PolicyForm
              known={{ id, version: row.version, policy: policyFrom(row) }}
              onSaved={() => {
                setEditing(false);
                void asked.refetch();
              }}
            />
          ) : (
            <Section title="终止">
              <Form<{ ends: string }>
                layout="inline"
                onFinish={({ ends }) => void end.act({ id, version: row.version, ends })}
              >
                <Form.Item name="ends" label="最后一天" rules={[{ required: true, message: '请选择日期' }]}>
                  <Input type="date" />
                </Form.Item>
                <Button danger htmlType="submit" loading={end.acting}>
                  终止策略
                </Button>
              </Form>
            </Section>
          )}
        </div>
      )}
    </>
  );
}
