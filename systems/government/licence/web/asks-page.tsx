/** 用证: a department asks for a licence, sees the answer, and reads what it was allowed. */
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import registers from '../../../../engines/registers/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { licenceTable, tellable, type Tellable } from '../data/licence-types.ts';
import './licence.css';

type Told = OutputOf<typeof contract.routes.useLicence>;

const tones = { asked: 'yellow', given: 'green', refused: 'red', withdrawn: 'grey' } as const;
const words = { asked: '待答复', given: '已同意', refused: '未同意', withdrawn: '已撤回' } as const;
type Status = keyof typeof words;

export default function AsksPage(): ReactNode {
  const [asking, setAsking] = useState(false);
  const asked = useCall(
    registers.routes.list,
    { register: 'licence.consent', size: 100, sort: '-createdAt' },
    { every: 30_000 },
  );
  return (
    <PageFrame
      title="用证"
      summary="先写明事由申请，持证人同意后才能看；只看同意的内容，每次用证持证人都收到回执"
      extra={
        <Button type="primary" onClick={() => setAsking(true)}>
          申请用证
        </Button>
      }
    >
      <Section>
        <Shown of={asked}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty text="还没有用证申请" hint="办事需要核对证照时，点“申请用证”" />
            ) : (
              <ul className="licence-asks">
                {rows.map((row) => (
                  <Ask
                    key={row.id}
                    id={row.id}
                    purpose={String(row['purpose'])}
                    status={String(row['status']) as Status}
                    until={row['until'] === null ? null : String(row['until'])}
                  />
                ))}
              </ul>
            )
          }
        </Shown>
      </Section>
      {asking && <AskForm onClose={() => setAsking(false)} />}
    </PageFrame>
  );
}

function Ask(props: {
  readonly id: string;
  readonly purpose: string;
  readonly status: Status;
  readonly until: string | null;
}): ReactNode {
  const [told, setTold] = useState<Told | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.useLicence, { onDone: setTold });
  return (
    <li>
      <b>{props.purpose}</b>
      <StatusTag tone={tones[props.status] ?? 'grey'}>{words[props.status] ?? props.status}</StatusTag>
      {props.until && <span className="city-muted">授权到 {momentText(props.until)}</span>}
      {props.status === 'given' && (
        <Button size="small" loading={acting} onClick={() => void act({ id: props.id })}>
          查看证照内容
        </Button>
      )}
      {told && (
        <dl className="licence-told">
          {told.values.map(({ field, title, value }) => (
            <div key={field}>
              <dt>{title}</dt>
              <dd>{value === '' ? '—' : value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

interface AskValues {
  readonly type: string;
  readonly number: string;
  readonly holderName: string;
  readonly purpose: string;
  readonly fields: readonly Tellable[];
}

function AskForm(props: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<AskValues>();
  const { act, acting } = useAct(contract.routes.ask, {
    onDone: () => {
      tell('success', '已发给持证人，等待答复');
      props.onClose();
    },
  });
  return (
    <FormModal
      form={form}
      open
      title="申请用证"
      okText="发给持证人"
      acting={acting}
      onClose={props.onClose}
      initialValues={{ fields: ['name', 'state'] }}
      onSend={(values) => void act({ ...values, fields: [...values.fields] })}
    >
      <Form.Item name="type" label="证照类型" rules={[{ required: true, message: '请选择证照类型' }]}>
        <Select
          options={licenceTable.types.map(({ key, name }) => ({ value: key, label: name }))}
          onChange={(key: string) =>
            form.setFieldValue('fields', licenceTable.types.find((type) => type.key === key)?.minimal ?? [])
          }
        />
      </Form.Item>
      <Form.Item name="number" label="证照编号" rules={[{ required: true, message: '请填写证照编号' }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="holderName" label="持证主体" rules={[{ required: true, message: '请填写持证主体' }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="purpose" label="事由" rules={[{ required: true, min: 4, message: '请写明事由' }]}>
        <Input.TextArea maxLength={200} rows={2} />
      </Form.Item>
      <Form.Item
        name="fields"
        label="要用的内容（只选必需的）"
        rules={[{ required: true, message: '请选择要用的内容' }]}
      >
        <Checkbox.Group options={Object.entries(tellable).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
    </FormModal>
  );
}
