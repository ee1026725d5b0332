/** Which firmware a device said that it ran, since when; nothing for a device that never said. */
import { type ReactNode, useMemo } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { protocolText } from './device-words.ts';

export function FirmwareHistory(props: { readonly device: string }): ReactNode {
  const input = useMemo(() => ({ id: props.device }), [props.device]);
  const { data } = useCall(contract.routes.deviceFirmware, input);
  if (data === undefined || data.versions.length === 0) return null;
  return (
    <Section title="固件版本">
      <ul className="telemetry-commands">
        {data.versions.map(({ version, since, reportedBy }) => (
          <li key={since}>
            <span>{version}</span>
            <span className="city-muted">
              自 {momentText(since)}，经 {protocolText(reportedBy)} 报告
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
