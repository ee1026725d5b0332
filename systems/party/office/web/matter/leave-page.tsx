/** 请假办理. */
import type { ReactNode } from 'react';
import { MatterPage } from './matter-page.tsx';

export default function LeavePage(): ReactNode {
  return <MatterPage kind="leave" />;
}
