/** Begins a rule: an empty table, or a DMN file that another tool wrote. */
import { Form, Input, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { showRefusal } from '../../../../ui/form/show-problems.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { emptyTable } from '../editor/edit-table.ts';
import { DmnFileButton } from '../version/dmn-file-button.tsx';

interface NewRule {
  readonly title: string;
  readonly key: string;
  readonly department: string;
  readonly source?: string;
}

export function CreateRule(props: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<NewRule>();
  const navigate = useNavigate();
  const [from, setFrom] = useState<'table' | 'file'>('table');
  const [file, setFile] = useState<{ readonly name: string; readonly xml: string } | undefined>(undefined);
  const create = useAct(contract.routes.create, {
    onDone: ({ version }) => {
      props.onClose();
      void navigate(`/rules/versions/${version}`);
    },
    onRefused: (error) => {
      if (error.code === 'rules.keyTaken') return form.setFields([{ name: 'key', errors: [error.message] }]);
      showRefusal(form, error);
    },
  });
  function send(values: NewRule): void {
    if (from === 'file' && file === undefined) return tell('warning', '请先选择 DMN 文件');
    const content = from === 'file' ? { xml: file?.xml ?? '' } : { table: emptyTable() };
    void create.act({ ...values, ...content });
  }
  return (
    <FormModal<NewRule>
      form={form}
      open={props.open}
      title="新建规则"
      okText="创建"
      acting={create.acting}
      onClose={props.onClose}
      afterClose={() => setFile(undefined)}
      onSend={send}
    >
      <Form.Item name="title" label="名称" rules={[{ required: true, message: '请填写规则名称' }]}>
        <Input autoFocus maxLength={100} placeholder="如：道路停车收费" />
      </Form.Item>
      <Form.Item
        name="key"
        label="编号"
        extra="其他系统凭编号运用规则，发布后不能改；用小写英文字母、数字和短横线"
        rules={[
          { required: true, message: '请填写编号' },
          {
            pattern: /^[a-z][a-z0-9-]{1,58}[a-z0-9]$/,
            message: '3 到 60 位小写字母、数字和短横线，以字母开头',
          },
        ]}
      >
        <Input maxLength={60} placeholder="如：road-parking-fee" autoComplete="off" />
      </Form.Item>
      <Form.Item name="department" label="主管部门" rules={[{ required: true, message: '请选择主管部门' }]}>
        <DepartmentPicker />
      </Form.Item>
      <Form.Item name="source" label="依据">
        <Input maxLength={500} placeholder="文件名称、文号和条款" />
      </Form.Item>
      <Form.Item label="内容">
        <Segmented
          value={from}
          onChange={setFrom}
          options={[
            { value: 'table', label: '空白决策表' },
            { value: 'file', label: '导入 DMN 文件' },
          ]}
        />
        {from === 'file' && (
          <div className="rules-file">
            <DmnFileButton text="选择文件" onRead={(name, xml) => setFile({ name, xml })} />
            <span className="city-muted">{file?.name ?? '支持 DMN 1.1 至 1.5'}</span>
          </div>
        )}
      </Form.Item>
    </FormModal>
  );
}
