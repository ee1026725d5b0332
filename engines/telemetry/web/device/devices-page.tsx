/** 感知设备: the list of devices, or the same on the map. */
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { CityMap } from '../../../maps/web/city-map.tsx';
import { RegisterList } from '../../../registers/web/parts/register-list.tsx';
import { paths } from '../paths.ts';
import '../telemetry.css';

const layers = ['telemetry.alarm', 'telemetry.device'];

export default function DevicesPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const map = address.get('show') === 'map';
  return (
    <PageFrame
      title="感知设备"
      summary="接入城市感知网络的设备：在哪里、归谁管、是否在线、最近测到什么"
      extra={
        <Segmented<string>
          aria-label="显示方式"
          options={[
            { value: 'list', label: '列表' },
            { value: 'map', label: '地图' },
          ]}
          value={map ? 'map' : 'list'}
          onChange={(show) => setAddress(show === 'map' ? { show } : {}, { replace: true })}
        />
      }
    >
      {map ? (
        <Section flush className="telemetry-map">
          <CityMap
            layers={layers}
            height="100%"
            label="感知设备和未关闭告警的分布"
            link={(feature, layer) => {
              const id = feature.id === undefined ? undefined : String(feature.id);
              if (id === undefined) return undefined;
              return layer.id === 'telemetry.alarm'
                ? { to: paths.alarm(id), title: '打开告警' }
                : { to: paths.device(id), title: '打开设备' };
            }}
          />
        </Section>
      ) : (
        <RegisterList register="telemetry.device" to={paths.device} />
      )}
    </PageFrame>
  );
}
