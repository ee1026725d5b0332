/** 设备影子: desired and reported side by side, and a new desired value for what may be set. */
import { Button, Input, Select, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { DeviceReply } from '../../routes/device-routes.ts';
import { desiredOf, shadowRows } from './shadow-rows.ts';

export function ShadowPanel(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  const rows = shadowRows(device);
  if (rows.length === 0) return null;
  const { desiredAt, reportedAt } = device.shadow;
  return (
    <Section
      title="期望与上报"
      extra={
        <span className="city-muted">
          期望 {momentText(desiredAt)} · 上报 {momentText(reportedAt)}
        </span>
      }
    >
      <div className="telemetry-shadow">
        <table>
          <thead>
            <tr>
              <th>属性</th>
              <th>期望</th>
              <th>上报</th>
              <th>差异</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ property, desired, reported, differs }) => (
              <tr key={property.name}>
                <td>{property.title}</td>
                <td>{desired}</td>
                <td>{reported}</td>
                <td>{differs ? <StatusTag tone="yellow">未到位</StatusTag> : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <DesiredForm device={device} />
    </Section>
  );
}

function DesiredForm(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  const writable = device.properties.filter((property) => property.writable);
  const [name, setName] = useState(writable[0]?.name);
  const [text, setText] = useState('');
  const { act, acting } = useAct(contract.routes.setDesired, { onDone: () => setText('') });
  const property = writable.find((each) => each.name === name);
  if (property === undefined) return null;
  const value = desiredOf(property, text);
  return (
    <Space.Compact block>
      <Select
        aria-label="要设定的属性"
        value={name}
        options={writable.map((each) => ({ value: each.name, label: each.title }))}
        onChange={(next) => {
          setName(next);
          setText('');
        }}
        style={{ minWidth: 130 }}
      />
      <Input
        aria-label="期望值"
        placeholder={property.type === 'boolean' ? '是 或 否' : '期望值'}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        type="primary"
        loading={acting}
        disabled={device.stage !== 'active' || value === undefined}
        onClick={() => value !== undefined && void act({ id: device.id, values: { [property.name]: value } })}
      >
        设定
      </Button>
    </Space.Compact>
  );
}
