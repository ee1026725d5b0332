/** 联合处置: every alarm that became a case, and how far each has come. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';

export default function IncidentsPage(): ReactNode {
  return (
    <PageFrame title="联合处置" summary="报警自动立案：接警研判、派单、现场处置和协同、复核、结案评估">
      <Section flush>
        <RegisterList register="lifeline.incident" to={(id) => `/lifeline/incidents/${id}`} />
      </Section>
    </PageFrame>
  );
}
