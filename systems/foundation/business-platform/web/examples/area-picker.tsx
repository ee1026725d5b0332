/** ui/area-picker as a page uses it. */
import { useState } from 'react';
import { AreaPicker } from '../../../../../ui/area-picker.tsx';

export default function Example() {
  const [area, setArea] = useState<string | null>(null);
  return (
    <label>
      所属区划
      <AreaPicker value={area} onChange={setArea} placeholder="选择区划" />
    </label>
  );
}
