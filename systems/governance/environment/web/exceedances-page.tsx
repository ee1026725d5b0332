/** 超标案件: what passed its limit, and how far each has come. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';

export default function ExceedancesPage(): ReactNode {
  return (
    <PageFrame title="超标案件" summary="在线监测超标自动立案：核实、责令改正、整改、复核、处罚移送、结案">
      <Section flush>
        <RegisterList register="environment.exceedance" to={(id) => `/environment/exceedances/${id}`} />
      </Section>
    </PageFrame>
  );
}
