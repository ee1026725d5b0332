/** The component that a case is about: what it is, in which state, and who keeps it. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import registers from '../../../../../engines/registers/contract.ts';
import { registerPath } from '../../../../../engines/registers/web/parts/register-path.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { DescriptionList } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';

const register = 'urban-management.component';
const tones: Readonly<Record<string, string>> = { 完好: 'green', 破损: 'yellow', 丢失: 'red' };

export function ComponentCard(props: { readonly id: string }): ReactNode {
  const asked = useCall(registers.routes.read, { register, id: props.id, labels: true }, { fresh: 60_000 });
  return (
    <Shown of={asked} rows={3}>
      {({ row, labels }) => {
        const value = (name: string) => String(row[name] ?? '');
        const named = (name: string) => labels?.[name]?.[value(name)] ?? (value(name) || '—');
        return (
          <DescriptionList
            columns={1}
            items={[
              {
                label: '名称',
                value: <Link to={registerPath.detail(register, props.id)}>{value('name')}</Link>,
              },
              { label: '标识码', value: <span className="city-number">{value('code')}</span> },
              { label: '小类', value: named('kind') },
              {
                label: '状态',
                value: <StatusTag tone={tones[value('condition')]}>{value('condition')}</StatusTag>,
              },
              { label: '主管部门', value: named('manager') },
              { label: '养护单位', value: named('maintainer') },
            ]}
          />
        );
      }}
    </Shown>
  );
}
