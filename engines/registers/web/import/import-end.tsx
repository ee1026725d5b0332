/** How an import ended, and where to go from there. */
import { Button, Result } from 'antd';
import type { ReactNode } from 'react';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { callFile } from '../../../../ui/call.ts';
import contract from '../../contract.ts';
import type { ImportReply } from '../../routes/sheet-routes.ts';
import { registerPath } from '../parts/register-path.ts';
import { saveFile } from './save-file.ts';

function wordsOf(batch: ImportReply) {
  const imported = batch.imported.toLocaleString('zh-CN');
  if (batch.state === 'done') {
    const left = batch.total - batch.imported;
    const rest = left > 0 ? `，${left.toLocaleString('zh-CN')} 行未导入` : '';
    return { status: 'success', title: `已导入 ${imported} 行${rest}`, hint: batch.message } as const;
  }
  if (batch.state === 'cancelled')
    return { status: 'info', title: '已取消，台账没有变化', hint: batch.message } as const;
  return {
    status: 'error',
    title: '没有导入，台账没有变化',
    hint: batch.message || '请检查文件后重新上传',
  } as const;
}

export function ImportEnd(props: {
  readonly batch: ImportReply;
  readonly register: string;
  readonly onAgain: () => void;
}): ReactNode {
  const { batch } = props;
  const { status, title, hint } = wordsOf(batch);
  return (
    <Result
      status={status}
      title={title}
      subTitle={hint}
      extra={[
        <LinkButton key="list" to={registerPath.list(props.register)}>
          查看台账
        </LinkButton>,
        <Button key="again" onClick={props.onAgain}>
          继续导入
        </Button>,
        batch.problems > 0 && (
          <Button
            key="errors"
            onClick={() => void saveFile(() => callFile(contract.routes.importErrorSheet, { id: batch.id }))}
          >
            下载错误清单
          </Button>
        ),
      ]}
    />
  );
}
