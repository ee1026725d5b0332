/** Permissions of one system down, roles across: who may do what, at a glance. */
import { Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { RoleView } from './role-drawer.tsx';

/** The system with the most to compare. */
function largest(permissions: readonly { readonly system: string }[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { system } of permissions) counts.set(system, (counts.get(system) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0];
}

export function PermissionMatrix(props: { readonly roles: readonly RoleView[] }): ReactNode {
  const permissions = useCall(contract.routes.permissions, {}, { fresh: 300_000 });
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const systems = useMemo(
    () =>
      [...new Map((permissions.data ?? []).map((one) => [one.system, one.systemTitle]))].map(
        ([value, label]) => ({ value, label }),
      ),
    [permissions.data],
  );
  if (permissions.isPending) return <Loading rows={8} />;
  if (permissions.isError)
    return <Failed error={permissions.error} onRetry={() => void permissions.refetch()} />;
  const system = chosen ?? largest(permissions.data);
  const rows = permissions.data.filter((one) => one.system === system);
  const roles = props.roles.filter((role) =>
    role.permissions.some((id) => rows.some((row) => row.id === id)),
  );
  return (
    <Section
      title="权限对照表"
      flush
      extra={
        <Select
          aria-label="系统"
          options={systems}
          value={system}
          onChange={setChosen}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 200 }}
        />
      }
    >
      {rows.length === 0 ? (
        <Empty text="这个系统没有声明权限" />
      ) : (
        <div className="access-matrix">
          <table className="city-plain-table">
            <caption className="city-hidden">权限对照表</caption>
            <thead>
              <tr>
                <th scope="col">权限</th>
                {roles.map((role) => (
                  <th scope="col" key={role.id}>
                    {role.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row" title={row.id}>
                    {row.title}
                  </th>
                  {roles.map((role) => (
                    <td key={role.id}>
                      {role.permissions.includes(row.id) ? (
                        <span title="有此权限">
                          ✓<span className="city-hidden">有</span>
                        </span>
                      ) : (
                        <span className="city-hidden">无</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
