/** The last commands of a device and what became of them. */
import type { ReactNode } from 'react';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag, type Tone } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { DeviceReply } from '../../routes/device-routes.ts';

const states: Readonly<Record<string, readonly [title: string, tone: Tone]>> = {
  waiting: ['等待设备上线', 'blue'],
  sent: ['已下发', 'cyan'],
  accepted: ['设备已受理', 'cyan'],
  done: ['已完成', 'green'],
  failed: ['失败', 'red'],
  'timed-out': ['超时', 'yellow'],
};

/** The title that the model gives the command. */
function titleOf(name: string, { services }: DeviceReply): string {
  if (name === 'set-properties') return '设定期望值';
  return services.find((service) => service.name === name)?.title ?? name;
}

export function CommandList(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  const reply = useCall(contract.routes.commands, { id: device.id, size: 8 }, { every: 10_000 });
  return (
    <Shown of={reply} rows={2}>
      {({ commands }) =>
        commands.length === 0 ? (
          <Empty text="还没有下发过指令" />
        ) : (
          <ul className="telemetry-commands">
            {commands.map((command) => {
              const [title, tone] = states[command.state] ?? [command.state, 'grey'];
              return (
                <li key={command.id}>
                  <StatusTag tone={tone}>{title}</StatusTag>
                  <span>{titleOf(command.name, device)}</span>
                  <span className="city-muted">
                    {momentText(command.createdAt)} {command.by}
                    {command.message !== null && ` ${command.message}`}
                  </span>
                </li>
              );
            })}
          </ul>
        )
      }
    </Shown>
  );
}
