/** 来访办理. */
import type { ReactNode } from 'react';
import { MatterPage } from './matter-page.tsx';

export default function VisitPage(): ReactNode {
  return <MatterPage kind="visit" />;
}
