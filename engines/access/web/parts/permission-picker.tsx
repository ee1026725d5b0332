/** Ticks permissions, grouped by the system that declares them. */
import { Checkbox, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export interface PermissionPickerProps {
  readonly value?: readonly string[];
  readonly onChange?: (ids: readonly string[]) => void;
  readonly disabled?: boolean;
}

export function PermissionPicker(props: PermissionPickerProps): ReactNode {
  const asked = useCall(contract.routes.permissions, {}, { fresh: 300_000 });
  const [text, setText] = useState('');
  const chosen = props.value ?? [];
  if (asked.isPending) return <Loading rows={4} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const shown = asked.data.filter((one) =>
    props.disabled ? chosen.includes(one.id) : `${one.systemTitle}${one.title}`.includes(text.trim()),
  );
  const systems = [...new Map(shown.map((one) => [one.system, one.systemTitle]))];
  function change(system: string, ids: readonly string[]): void {
    // Those of other systems, and those that the search hides, stay as they are.
    const visible = new Set(shown.filter((one) => one.system === system).map((one) => one.id));
    props.onChange?.([...chosen.filter((id) => !visible.has(id)), ...ids]);
  }
  return (
    <div>
      {!props.disabled && (
        <Input
          allowClear
          placeholder="按系统或权限名称查找"
          value={text}
          onChange={(event) => setText(event.target.value)}
          style={{ marginBottom: 12 }}
        />
      )}
      {systems.length === 0 && <Empty text="没有找到权限" />}
      {systems.map(([system, title]) => {
        const members = shown.filter((one) => one.system === system);
        return (
          <fieldset key={system} className="access-permissions">
            <legend>{title}</legend>
            <Checkbox.Group
              disabled={props.disabled === true}
              options={members.map((one) => ({ value: one.id, label: one.title }))}
              value={members.map((one) => one.id).filter((id) => chosen.includes(id))}
              onChange={(ids) => change(system, ids)}
            />
          </fieldset>
        );
      })}
    </div>
  );
}
