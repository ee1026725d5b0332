/** Leads from one version of a rule to the others. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useCall } from '../../../../ui/use-call.ts';
import contract, { type VersionInfo } from '../../contract.ts';
import { VersionState } from './version-state.tsx';

export function VersionSwitch(props: { readonly version: VersionInfo }): ReactNode {
  const { version } = props;
  const navigate = useNavigate();
  const asked = useCall(contract.routes.detail, { id: version.rule.id });
  const versions = asked.data?.versions ?? [version];
  return (
    <Select
      value={version.id}
      variant="filled"
      aria-label="版本"
      popupMatchSelectWidth={false}
      onChange={(id) => void navigate(`/rules/versions/${id}`)}
      options={versions.map((one) => ({
        value: one.id,
        label: (
          <>
            第 {one.number} 版 <VersionState version={one} />
          </>
        ),
      }))}
    />
  );
}
