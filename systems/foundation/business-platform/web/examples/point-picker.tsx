/** ui/point-picker as a page uses it. */
import { useState } from 'react';
import type { Point } from '../../../../../kernel/register.ts';
import { PointPicker } from '../../../../../ui/point-picker.tsx';

export default function Example() {
  const [point, setPoint] = useState<Point | null>({ lon: 115.81, lat: 32.89 });
  return <PointPicker value={point} onChange={setPoint} />;
}
