/** ui/kit-root as a page uses it. */
import { Button, Space } from 'antd';
import { KitRoot } from '../../../../../ui/kit-root.tsx';

export default function Example() {
  return (
    <KitRoot>
      <Space>
        <Button type="primary">下载 CSV</Button>
        <Button>下载 JSON</Button>
      </Space>
    </KitRoot>
  );
}
