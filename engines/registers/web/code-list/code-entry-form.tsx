/** Changes one code, or adds one. A code itself never changes: rows already carry it. */
import { Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { CodeSelect } from '../../../../ui/form/code-select.tsx';
import { DateInput } from '../../../../ui/form/date-inputs.tsx';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { showRefusal } from '../../../../ui/form/show-problems.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Entry } from './code-tree.ts';

interface EntryForm {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly order: number;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly source: string | null;
}

export function CodeEntryForm(props: {
  readonly list: string;
  readonly entry: Entry | 'new' | undefined;
  readonly entries: readonly Entry[];
  readonly onClose: () => void;
}): ReactNode {
  const { list, entry, entries, onClose } = props;
  const known = entry === 'new' ? undefined : entry;
  const [form] = Form.useForm<EntryForm>();
  const save = useAct(contract.routes.saveCodeEntry, {
    onDone: () => {
      tell('success', '已保存，立即生效');
      onClose();
    },
    onRefused: (error) => showRefusal(form, error),
  });
  return (
    <FormModal<EntryForm>
      form={form}
      open={entry !== undefined}
      title={known ? `修改代码 ${known.code}` : '新增代码'}
      okText="保存"
      acting={save.acting}
      onClose={onClose}
      initialValues={known ?? { order: entries.length + 1 }}
      onSend={(values) =>
        void save.act({ ...values, list, order: values.order ?? 0, attributes: known?.attributes ?? {} })
      }
    >
      <EntryFields known={known} entries={entries} />
    </FormModal>
  );
}

function EntryFields(props: {
  readonly known: Entry | undefined;
  readonly entries: readonly Entry[];
}): ReactNode {
  const { known, entries } = props;
  const taken = new Set(entries.map(({ code }) => code));
  const fresh = (_rule: unknown, code: string) =>
    known === undefined && taken.has(code)
      ? Promise.reject(new Error('这个代码已经有了'))
      : Promise.resolve();
  const parents = entries
    .filter(({ code }) => code !== known?.code)
    .map(({ code, name }) => ({ code, name }));
  return (
    <div className="city-form-grid">
      <Form.Item
        name="code"
        label="代码"
        rules={[
          { required: true, message: '请填写代码' },
          { max: 100, message: '最多 100 个字' },
          { validator: fresh },
        ]}
        {...(known ? { extra: '代码已被记录使用，不能修改' } : {})}
      >
        <Input disabled={known !== undefined} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="name"
        label="名称"
        rules={[
          { required: true, message: '请填写名称' },
          { max: 200, message: '最多 200 个字' },
        ]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="parent" label="上级">
        <CodeSelect options={parents} placeholder="没有上级" />
      </Form.Item>
      <Form.Item name="order" label="顺序">
        <InputNumber<number> min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="validFrom" label="生效日期" extra="不填为一直有效">
        <DateInput />
      </Form.Item>
      <Form.Item name="validTo" label="失效日期" extra="当天仍有效；要停用就填写">
        <DateInput />
      </Form.Item>
      <Form.Item name="source" label="依据" className="is-wide">
        <Input placeholder="标准号或文件名" />
      </Form.Item>
    </div>
  );
}
