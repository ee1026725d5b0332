/** 用印办理. */
import type { ReactNode } from 'react';
import { MatterPage } from './matter-page.tsx';

export default function SealUsePage(): ReactNode {
  return <MatterPage kind="seal-use" />;
}
