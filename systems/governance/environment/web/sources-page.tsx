/** 污染源在线: who discharges, on the map and as a list. */
import type { ReactNode } from 'react';
import { CityMap } from '../../../../engines/maps/web/city-map.tsx';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';

const layers = ['environment.exceedance', 'environment.source'];

export default function SourcesPage(): ReactNode {
  return (
    <PageFrame
      title="污染源在线"
      summary="重点单位按 HJ 212 自动上报；限值在“排放限值”台账中维护，超过即立案核实"
    >
      <Section flush title="分布">
        <CityMap
          layers={layers}
          height={320}
          label="污染源和在办超标案件"
          link={(feature, layer) => {
            if (feature.id === undefined) return undefined;
            return layer.id === 'environment.exceedance'
              ? { to: `/environment/exceedances/${feature.id}`, title: '打开案件' }
              : { to: `/environment/sources/${feature.id}`, title: '打开污染源' };
          }}
        />
      </Section>
      <Section flush title="污染源">
        <RegisterList register="environment.pollution-source" to={(id) => `/environment/sources/${id}`} />
      </Section>
    </PageFrame>
  );
}
