/** 一张图: all layers that the person may see on one map, with analysis, time and stories. */
import type { ReactNode } from 'react';
import { MapDesk } from './map-desk.tsx';

export default function MapPage(): ReactNode {
  return <MapDesk />;
}
