/** Changes one parameter in its place; a value outside the allowed range cannot be saved. */
import { Button, InputNumber, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

type Setting = OutputOf<typeof contract.routes.settings>[number];

export function SettingInput(props: { readonly setting: Setting }): ReactNode {
  const { setting } = props;
  const [value, setValue] = useState<number | null>(setting.value);
  const save = useAct(contract.routes.changeSetting, {
    onDone: () => tell('success', `“${setting.title}”已保存`),
  });
  const { minimum, maximum } = setting;
  const outside =
    value !== null && ((minimum !== null && value < minimum) || (maximum !== null && value > maximum));
  const changed = value !== setting.value;
  const send = () => {
    if (value !== null && !outside && changed) void save.act({ name: setting.name, value });
  };
  return (
    <div>
      <Space>
        <InputNumber<number>
          aria-label={setting.title}
          value={value}
          onChange={setValue}
          onPressEnter={send}
          style={{ width: 130 }}
          {...(setting.unit ? { suffix: setting.unit } : {})}
          {...(outside || value === null ? { status: 'error' as const } : {})}
        />
        {changed && (
          <Button
            type="primary"
            size="small"
            disabled={value === null || outside}
            loading={save.acting}
            onClick={send}
          >
            保存
          </Button>
        )}
        {changed && (
          <Button size="small" onClick={() => setValue(setting.value)}>
            还原
          </Button>
        )}
        {!changed && setting.value !== setting.standard && (
          <Button size="small" type="link" onClick={() => setValue(setting.standard)}>
            恢复标准值
          </Button>
        )}
      </Space>
      {outside && (
        <p role="alert" style={{ color: 'var(--city-red)', fontSize: 12 }}>
          应在 {minimum ?? '—'} 到 {maximum ?? '—'} 之间
        </p>
      )}
    </div>
  );
}
