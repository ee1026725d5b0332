/** ui/confirm-danger as a page uses it. */
import { Button } from 'antd';
import { confirmDanger } from '../../../../../ui/confirm-danger.tsx';

export default function Example() {
  return (
    <Button danger onClick={() => void confirmDanger({ title: '撤销授权？', hint: '立即生效，不能恢复。' })}>
      撤销授权
    </Button>
  );
}
