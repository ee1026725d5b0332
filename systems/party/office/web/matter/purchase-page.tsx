/** 采购办理. */
import type { ReactNode } from 'react';
import { MatterPage } from './matter-page.tsx';

export default function PurchasePage(): ReactNode {
  return <MatterPage kind="purchase" />;
}
