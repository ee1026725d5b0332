/** 问题台账: what is wrong on the rivers, how far each has come, until when. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';

export default function ProblemsPage(): ReactNode {
  return (
    <PageFrame title="问题台账" summary="四乱和水污染等问题：交办、整改、河长销号；拖延的提请上级河长">
      <Section flush>
        <RegisterList register="river-chief.problem" to={(id) => `/river-chief/problems/${id}`} />
      </Section>
    </PageFrame>
  );
}
