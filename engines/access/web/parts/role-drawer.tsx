/** A role in full: read only for a ready-made one, a form for a custom one. */
import { Alert, Button, Drawer, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { showRefusal } from '../../../../ui/form/show-problems.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { PermissionPicker } from './permission-picker.tsx';
import { clearanceTitles, optionsOf, reachTitles } from './role-words.ts';

export type RoleView = OutputOf<typeof contract.routes.roles>[number];

interface RoleForm {
  readonly name: string;
  readonly title: string;
  readonly permissions: readonly string[];
  readonly clearance: 'public' | 'internal' | 'personal' | 'sensitive';
  readonly reach: 'all' | 'area' | 'department' | 'self';
}

const fresh: Partial<RoleForm> = { clearance: 'internal', reach: 'area', permissions: [] };

export function RoleDrawer(props: {
  readonly role: RoleView | 'new' | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { role, onClose } = props;
  const known = role === 'new' ? undefined : role;
  const fixed = known?.builtIn === true;
  const [form] = Form.useForm<RoleForm>();
  const save = useAct(contract.routes.saveRole, {
    onDone: () => {
      tell('success', '角色已保存，立即生效');
      onClose();
    },
    onRefused: (error) => {
      showRefusal(form, error);
    },
  });
  const title = known === undefined ? '新建角色' : `${fixed ? '角色' : '修改角色'}:${known.title}`;
  return (
    <Drawer
      open={role !== undefined}
      onClose={onClose}
      title={title}
      size={720}
      destroyOnHidden
      extra={
        !fixed && (
          <Button type="primary" loading={save.acting} onClick={() => form.submit()}>
            保存
          </Button>
        )
      }
    >
      {fixed && (
        <Alert style={{ marginBottom: 16 }} showIcon type="info" title="系统内置角色由系统声明，不能修改。" />
      )}
      <Form<RoleForm>
        form={form}
        layout="vertical"
        disabled={fixed}
        initialValues={known ? { ...known, name: known.id.replace(/^custom:/, '') } : fresh}
        onFinish={({ name, ...rest }) =>
          void save.act({ ...rest, permissions: [...rest.permissions], id: `custom:${name}` })
        }
      >
        <RoleFields known={known !== undefined} fixed={fixed} />
      </Form>
    </Drawer>
  );
}

function RoleFields(props: { readonly known: boolean; readonly fixed: boolean }): ReactNode {
  return (
    <>
      <div className="city-form-grid">
        <Form.Item
          name="title"
          label="角色名称"
          rules={[
            { required: true, message: '请填写角色名称' },
            { min: 2, max: 30, message: '应为 2 到 30 个字' },
          ]}
        >
          <Input />
        </Form.Item>
        {!props.fixed && (
          <Form.Item
            name="name"
            label="角色代码"
            extra="小写字母、数字和连字符，保存后不能修改"
            rules={[
              { required: true, message: '请填写角色代码' },
              { pattern: /^[a-z0-9-]{2,40}$/, message: '只能用 2 到 40 位小写字母、数字和连字符' },
            ]}
          >
            <Input disabled={props.known} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="clearance" label="可见内容" extra="能看到这一级及以下的字段，以上的脱敏显示">
          <Select options={optionsOf(clearanceTitles)} />
        </Form.Item>
        <Form.Item name="reach" label="管辖范围" extra="从所在岗位的区划或单位算起">
          <Select options={optionsOf(reachTitles)} />
        </Form.Item>
      </div>
      <Form.Item
        name="permissions"
        label="权限"
        rules={[{ required: true, type: 'array', min: 1, message: '请至少选择一项权限' }]}
      >
        <PermissionPicker disabled={props.fixed} />
      </Form.Item>
    </>
  );
}
