/** Edits the posts of one person: any number of role × department × area, saved together. */
import { Button, DatePicker, Drawer, Form, Select, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type ReactNode, useMemo } from 'react';
import { AreaPicker } from '../../../../ui/area-picker.tsx';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { matchesText, preparePinyin } from '../../../../ui/form/match-pinyin.ts';
import { useSession } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract, { type Person } from '../../contract.ts';
import '../access.css';
import { useSystemTitles } from './system-titles.ts';

interface PostValues {
  readonly role: string;
  readonly department: string;
  readonly area: string;
  readonly kind?: 'main' | 'concurrent' | 'secondment';
  /** Without it the post is without limit. */
  readonly period?: readonly [Dayjs, Dayjs] | null;
}

interface Posts {
  readonly posts: readonly PostValues[];
}

function valuesOf(person: Person): PostValues[] {
  return person.posts
    .filter(({ kind }) => kind !== 'break-glass')
    .map(({ role, department, area, kind, from, to }) => ({
      role,
      department,
      area,
      kind: kind as 'main',
      period: from !== null && to !== null ? [dayjs(from), dayjs(to)] : null,
    }));
}

function grantOf({ role, department, area, kind, period }: PostValues) {
  return {
    role,
    department,
    area,
    kind: kind ?? ('main' as const),
    from: period?.[0].toISOString() ?? null,
    to: period?.[1].toISOString() ?? null,
  };
}

export function PostsDrawer(props: {
  readonly person: Person | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { person, onClose } = props;
  const own = useSession().subject.id === person?.id;
  const [form] = Form.useForm<Posts>();
  const save = useAct(contract.routes.setPosts, {
    onDone: () => {
      tell('success', '岗位已保存，立即生效');
      onClose();
    },
  });
  return (
    <Drawer
      open={person !== undefined}
      onClose={onClose}
      title={`授予岗位：${person?.name ?? ''}`}
      size={760}
      destroyOnHidden
      extra={
        <Button type="primary" loading={save.acting} disabled={own} onClick={() => form.submit()}>
          保存
        </Button>
      }
    >
      {own && <p className="city-muted">不能给自己授权，请由另一名安全管理员办理。</p>}
      {person && (
        <Form<Posts>
          form={form}
          layout="vertical"
          disabled={own}
          initialValues={{ posts: valuesOf(person) }}
          onFinish={({ posts }) => void save.act({ id: person.id, posts: (posts ?? []).map(grantOf) })}
        >
          <PostList own={own} />
        </Form>
      )}
    </Drawer>
  );
}

function PostList(props: { readonly own: boolean }): ReactNode {
  const roles = useCall(contract.routes.roles, {});
  const titles = useSystemTitles();
  const options = useMemo(() => {
    const groups = new Map<string, { value: string; label: string }[]>();
    for (const role of roles.data ?? [])
      groups.set(role.system, [...(groups.get(role.system) ?? []), { value: role.id, label: role.title }]);
    return [...groups].map(([system, members]) => ({ label: titles(system), options: members }));
  }, [roles.data, titles]);
  if (roles.isPending) return <Loading rows={3} />;
  if (roles.isError) return <Failed error={roles.error} onRetry={() => void roles.refetch()} />;
  return (
    <Form.List name="posts">
      {(fields, { add, remove }) => (
        <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
          {fields.length === 0 && <Empty text="还没有岗位" hint="没有岗位的人员登录后看不到任何业务。" />}
          {fields.map(({ key, name }) => (
            <fieldset key={key} className="access-post">
              <legend>岗位 {name + 1}</legend>
              <Form.Item
                name={[name, 'role']}
                label="角色"
                rules={[{ required: true, message: '请选择角色' }]}
              >
                <Select
                  options={options}
                  placeholder="请选择角色"
                  onOpenChange={(open) => void (open && preparePinyin())}
                  showSearch={{
                    filterOption: (text, option) => matchesText(text, String(option?.label ?? '')),
                  }}
                />
              </Form.Item>
              <Form.Item
                name={[name, 'department']}
                label="单位"
                rules={[{ required: true, message: '请选择单位' }]}
              >
                <DepartmentPicker />
              </Form.Item>
              <Form.Item
                name={[name, 'area']}
                label="区划"
                extra="管到这个区划和它下面的全部区划"
                rules={[{ required: true, message: '请选择区划' }]}
              >
                <AreaPicker />
              </Form.Item>
              <Form.Item name={[name, 'kind']} label="性质" initialValue="main">
                <Select
                  options={[
                    { value: 'main', label: '主岗' },
                    { value: 'concurrent', label: '兼任' },
                    { value: 'secondment', label: '借调' },
                  ]}
                />
              </Form.Item>
              <Form.Item name={[name, 'period']} label="期限" extra="不填为长期；借调须填">
                <DatePicker.RangePicker format="YYYY-MM-DD" style={{ width: '100%' }} />
              </Form.Item>
              <Button
                danger
                type="link"
                onClick={() => remove(name)}
                aria-label={`移除这个岗位（岗位 ${name + 1}）`}
              >
                移除这个岗位
              </Button>
            </fieldset>
          ))}
          <Button block type="dashed" disabled={props.own || fields.length >= 20} onClick={() => add({})}>
            添加岗位
          </Button>
        </Space>
      )}
    </Form.List>
  );
}
