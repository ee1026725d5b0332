/** 用车办理. */
import type { ReactNode } from 'react';
import { MatterPage } from './matter-page.tsx';

export default function CarUsePage(): ReactNode {
  return <MatterPage kind="car-use" />;
}
