/** Sends a case to several at once: 送会签 to units, 传阅 to people. */
import { Button, Drawer, Form, Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import flow, { type CaseDetail } from '../../../../../engines/flow/contract.ts';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import { DepartmentsPicker } from '../draft/departments-picker.tsx';

type Assignees = readonly { readonly unit: string | null; readonly person: string | null }[];

interface SendProps {
  readonly detail: CaseDetail;
  readonly action: string;
  readonly title: string;
  readonly to: 'units' | 'people';
  readonly onSent: () => void;
}

/** A button that is there only while the reader is offered this act. */
export function SendButton(props: SendProps): ReactNode {
  const [open, setOpen] = useState(false);
  if (!props.detail.offers.some(({ action }) => action === props.action)) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{props.title}</Button>
      {open && <SendDrawer {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function SendDrawer(props: SendProps & { readonly onClose: () => void }): ReactNode {
  const { detail, action, title, to } = props;
  const [ids, setIds] = useState<readonly string[]>([]);
  const { act, acting } = useAct(flow.routes.act, {
    onDone: () => {
      tell('success', `已${title}`);
      props.onClose();
      props.onSent();
    },
  });
  const people: Assignees = ids.map((id) =>
    to === 'units' ? { unit: id, person: null } : { unit: null, person: id },
  );
  const { type, id, version } = detail;
  return (
    <Drawer
      open
      title={title}
      size={420}
      onClose={props.onClose}
      footer={
        <div className="office-drawer-footer">
          <Button onClick={props.onClose}>取消</Button>
          <Button
            type="primary"
            loading={acting}
            disabled={ids.length === 0}
            onClick={() => void act({ type, id, version, action, target: { people: [...people] } })}
          >
            {title}
          </Button>
        </div>
      }
    >
      <Form layout="vertical">
        <Form.Item
          label={to === 'units' ? '会签单位' : '传阅人员'}
          extra={
            to === 'units' ? '各单位同时会签，全部同意后继续；有单位不同意则退回部门' : '送达后有阅读回执'
          }
        >
          {to === 'units' ? (
            <DepartmentsPicker value={ids} onChange={setIds} />
          ) : (
            <PeoplePicker detail={detail} action={action} value={ids} onChange={setIds} />
          )}
        </Form.Item>
      </Form>
    </Drawer>
  );
}

function PeoplePicker(props: {
  readonly detail: CaseDetail;
  readonly action: string;
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}): ReactNode {
  const [text, setText] = useState('');
  const search = useDeferredValue(text);
  const { type, id } = props.detail;
  const asked = useCall(
    flow.routes.candidates,
    { type, id, action: props.action, search },
    { keep: true, fresh: 30_000 },
  );
  return (
    <Select<string[]>
      mode="multiple"
      style={{ width: '100%' }}
      placeholder="输入姓名查找"
      value={[...props.value]}
      loading={asked.isFetching}
      options={(asked.data?.people ?? []).map((one) => ({
        value: one.id,
        label: one.unitName ? `${one.name}（${one.unitName}）` : one.name,
      }))}
      showSearch={{ filterOption: false, onSearch: setText }}
      onChange={(next) => props.onChange(next)}
    />
  );
}
