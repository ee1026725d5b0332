/** 角色: what each role may do, ready-made ones from the systems and custom ones of the city, and the matrix of permissions. */
import { Button, Segmented, Switch, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useMemo, useState } from 'react';
import { Failed, Loading } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import './access.css';
import { PermissionMatrix } from './parts/permission-matrix.tsx';
import { RoleDrawer, type RoleView } from './parts/role-drawer.tsx';
import { clearanceTitles, reachTitles } from './parts/role-words.ts';
import { useSystemTitles } from './parts/system-titles.ts';

type View = 'list' | 'matrix';

export default function RolesPage(): ReactNode {
  const roles = useCall(contract.routes.roles, {});
  const [view, setView] = useState<View>('list');
  const [edited, setEdited] = useState<RoleView | 'new' | undefined>(undefined);
  return (
    <PageFrame
      title="角色"
      summary="内置角色由各系统声明，不能修改；需要别的组合时新建自定义角色。"
      extra={
        <Button type="primary" onClick={() => setEdited('new')}>
          新建角色
        </Button>
      }
    >
      <div>
        <Segmented<View>
          value={view}
          onChange={setView}
          options={[
            { value: 'list', label: '角色列表' },
            { value: 'matrix', label: '权限对照表' },
          ]}
        />
      </div>
      {roles.isPending && <Loading rows={8} />}
      {roles.isError && <Failed error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data && view === 'list' && <RoleTable roles={roles.data} onOpen={setEdited} />}
      {roles.data && view === 'matrix' && <PermissionMatrix roles={roles.data} />}
      <RoleDrawer role={edited} onClose={() => setEdited(undefined)} />
    </PageFrame>
  );
}

function RoleTable(props: {
  readonly roles: readonly RoleView[];
  readonly onOpen: (role: RoleView) => void;
}): ReactNode {
  const titles = useSystemTitles();
  const { roles, onOpen } = props;
  const columns = useMemo((): ColumnType<RoleView>[] => {
    const systems = [...new Set(roles.map((role) => role.system))];
    return [
      {
        title: '所属系统',
        dataIndex: 'system',
        width: 160,
        render: (system: string) => titles(system),
        filters: systems.map((system) => ({ text: titles(system), value: system })),
        onFilter: (value, role) => role.system === value,
      },
      {
        title: '角色',
        dataIndex: 'title',
        width: 200,
        render: (title: string, role) => (
          <>
            {title} {!role.builtIn && <StatusTag tone="blue">自定义</StatusTag>}
          </>
        ),
      },
      { title: '权限数', width: 90, align: 'right', render: (_value, role) => role.permissions.length },
      {
        title: '可见内容',
        dataIndex: 'clearance',
        width: 120,
        render: (clearance: string) => clearanceTitles[clearance] ?? clearance,
      },
      {
        title: '管辖范围',
        dataIndex: 'reach',
        width: 160,
        render: (reach: string) => reachTitles[reach] ?? reach,
      },
      {
        title: '须双因素',
        dataIndex: 'secondFactor',
        width: 110,
        render: (_required: boolean, role) => <FactorSwitch role={role} />,
      },
      {
        title: '操作',
        width: 90,
        fixed: 'right',
        render: (_value, role) => (
          <Button type="link" size="small" onClick={() => onOpen(role)}>
            {role.builtIn ? '查看' : '修改'}
          </Button>
        ),
      },
    ];
  }, [roles, onOpen, titles]);
  return (
    <Section flush>
      <Table<RoleView>
        rowKey="id"
        columns={columns}
        dataSource={[...roles]}
        pagination={{ pageSize: 20, showTotal: (total) => `共 ${total} 条`, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        size="middle"
      />
    </Section>
  );
}

/** Whoever holds the role must show a second factor at sign-in. */
function FactorSwitch(props: { readonly role: RoleView }): ReactNode {
  const { role } = props;
  const { act, acting } = useAct(contract.routes.setRoleFactor, { onDone: () => tell('success', '已保存') });
  return (
    <Switch
      size="small"
      aria-label={`${role.title}须双因素`}
      checked={role.secondFactor}
      loading={acting}
      onChange={(required) => void act({ id: role.id, required })}
    />
  );
}
