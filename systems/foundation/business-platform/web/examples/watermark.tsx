/** ui/watermark as a page uses it. */
import { Watermark } from '../../../../../ui/watermark.tsx';

export default function Example() {
  return (
    // It covers what stands as its frame; pages give it the whole window.
    <div style={{ position: 'relative', height: 120, overflow: 'hidden', transform: 'translateZ(0)' }}>
      <Watermark name="王小颍" mark="演示数据" />
    </div>
  );
}
