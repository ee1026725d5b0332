/** ui/qr-code as a page uses it. */
import { QrCode } from '../../../../../ui/qr-code.tsx';

export default function Example() {
  return <QrCode text="https://example.com/demo" title="示例二维码" size={140} />;
}
