/** What the device reported of itself, newest first. */
import type { ReactNode } from 'react';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag, type Tone } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { DeviceReply } from '../../routes/device-routes.ts';
import { type EventLevel, eventLevels, type EventSpec } from '../../thing-model.ts';

const tones: Readonly<Record<EventLevel, Tone>> = { info: 'blue', warning: 'yellow', fault: 'red' };

/** '温度 81，原因 过载', by the titles of the model. */
function outputText(spec: EventSpec | undefined, output: Readonly<Record<string, unknown>>): string {
  return Object.entries(output)
    .map(([name, value]) => {
      const title = spec?.output.find((parameter) => parameter.name === name)?.title ?? name;
      const words = new Map<unknown, string>([
        [true, '是'],
        [false, '否'],
      ]);
      return `${title} ${words.get(value) ?? String(value)}`;
    })
    .join('，');
}

/** Nothing where the model has no events. */
export function EventList(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  if (device.events.length === 0) return null;
  return (
    <Section title="事件">
      <Events device={device} />
    </Section>
  );
}

function Events(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  const reply = useCall(contract.routes.events, { id: device.id, size: 10 }, { every: 15_000 });
  return (
    <Shown of={reply} rows={2}>
      {({ events }) =>
        events.length === 0 ? (
          <Empty text="还没有上报过事件" />
        ) : (
          <ul className="telemetry-commands">
            {events.map(({ id, name, level, output, at }) => {
              const spec = device.events.find((each) => each.name === name);
              return (
                <li key={id}>
                  <StatusTag tone={tones[level]}>{eventLevels[level]}</StatusTag>
                  <span>{spec?.title ?? name}</span>
                  <span className="city-muted">
                    {momentText(at)} {outputText(spec, output)}
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
