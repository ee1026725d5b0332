/** One device: what it measures now and has measured, whether it is there, and what may be done with it. */
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList, PageFrame, Section, TwoColumns } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import { registerPath } from '../../../registers/web/parts/register-path.ts';
import contract from '../../contract.ts';
import { stages } from '../../registers/device.ts';
import type { DeviceReply } from '../../routes/device-routes.ts';
import { CommandList } from './command-list.tsx';
import { CommandForm, DeviceActions } from './device-actions.tsx';
import { DeviceCurve } from './device-curve.tsx';
import { stageTones } from './device-words.ts';
import { EventList } from './event-list.tsx';
import { FirmwareHistory } from './firmware-history.tsx';
import { ShadowPanel } from './shadow-panel.tsx';
import { useLiveValues } from './use-live-values.ts';
import { ValueTiles } from './value-tiles.tsx';
import { paths } from '../paths.ts';
import '../telemetry.css';

export default function DevicePage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.device, { id }, { every: 15_000 });
  return <Shown of={reply}>{(device) => <Framed key={device.id} device={device} />}</Shown>;
}

function Framed(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  usePageTitle(device.name);
  const { values, live } = useLiveValues(device.id, device.last);
  const first = device.properties.find((property) => property.type !== 'text');
  const [chosen, setChosen] = useState(first?.name ?? '');
  const property = device.properties.find((each) => each.name === chosen) ?? first;
  return (
    <PageFrame
      title={device.name}
      breadcrumb={[{ title: '感知监测' }, { title: '感知设备', to: paths.devices }]}
      tags={
        <>
          <StatusTag tone={stageTones[device.stage]}>{stages[device.stage].title}</StatusTag>
          {device.stage === 'active' && (
            <StatusTag tone={device.online ? 'green' : 'red'}>{device.online ? '在线' : '离线'}</StatusTag>
          )}
        </>
      }
      extra={<DeviceActions device={device} />}
    >
      <TwoColumns
        main={
          <>
            <Section
              title="最新读数"
              extra={<span className="city-muted">{live ? '实时更新' : '每 15 秒更新'}</span>}
            >
              <ValueTiles
                properties={device.properties}
                values={values}
                chosen={property?.name ?? ''}
                onChoose={setChosen}
              />
            </Section>
            {property && <DeviceCurve device={device.id} property={property} />}
            <ShadowPanel device={device} />
            <EventList device={device} />
          </>
        }
        side={
          <>
            <Section
              title="档案"
              extra={<Link to={registerPath.detail('telemetry.device', device.id)}>查看台账</Link>}
            >
              <DescriptionList
                columns={1}
                items={[
                  { label: '设备编码', value: device.code },
                  { label: '物模型', value: device.model },
                  {
                    label: '上报间隔',
                    value: device.expectSeconds === null ? '不定' : `${device.expectSeconds} 秒`,
                  },
                  { label: '最近收到', value: momentText(device.heardAt) },
                ]}
              />
            </Section>
            <FirmwareHistory device={device.id} />
            <Section title="指令">
              <CommandForm device={device} />
              <CommandList device={device} />
            </Section>
          </>
        }
      />
    </PageFrame>
  );
}
