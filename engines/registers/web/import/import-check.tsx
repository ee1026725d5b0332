/** The checked file: what is valid, what is not and why, and the explicit choice before anything is written. */
import { Alert, Button, Radio, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { callFile } from '../../../../ui/call.ts';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ImportReply } from '../../routes/sheet-routes.ts';
import { ImportErrors } from './import-errors.tsx';
import { saveFile } from './save-file.ts';

export function ImportCheck(props: { readonly batch: ImportReply; readonly onAgain: () => void }): ReactNode {
  const { batch } = props;
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <Tiles minimum={150}>
        <NumberCard title="总行数" value={batch.total} unit="行" />
        <NumberCard title="有效" value={batch.valid} unit="行" />
        <NumberCard title="有错误" value={batch.invalid} unit="行" />
        <NumberCard title="错误" value={batch.problems} unit="处" />
      </Tiles>
      {batch.message !== '' && <Alert type="warning" showIcon title={batch.message} />}
      {batch.unknownColumns.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`以下列在台账中没有对应字段，不会导入：${batch.unknownColumns.join('、')}`}
        />
      )}
      <Choice {...props} />
      {batch.invalid > 0 && (
        <>
          <Button
            onClick={() => void saveFile(() => callFile(contract.routes.importErrorSheet, { id: batch.id }))}
          >
            下载错误清单
          </Button>
          <ImportErrors batch={batch} />
        </>
      )}
    </Space>
  );
}

function Choice(props: { readonly batch: ImportReply; readonly onAgain: () => void }): ReactNode {
  const { batch } = props;
  const clean = batch.invalid === 0;
  const [choice, setChoice] = useState<'all' | 'valid' | undefined>(clean ? 'all' : undefined);
  const confirm = useAct(contract.routes.confirmImport);
  const cancel = useAct(contract.routes.cancelImport, { onDone: props.onAgain });
  async function discard(): Promise<void> {
    if (
      await confirmDanger({
        title: '放弃这次导入？',
        hint: '台账不变，修改文件后可重新上传。',
        okText: '放弃',
      })
    )
      await cancel.act({ id: batch.id });
  }
  const options = [
    { value: 'all', label: `全部行有效才导入${clean ? '' : '（有错误行，暂不能选）'}`, disabled: !clean },
    {
      value: 'valid',
      label: `只导入有效的 ${batch.valid.toLocaleString('zh-CN')} 行，其余不导入`,
      disabled: batch.valid === 0,
    },
  ];
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend className="city-hidden">导入方式</legend>
      {!clean && (
        <Radio.Group
          vertical
          options={options}
          value={choice}
          onChange={(event) => setChoice(event.target.value as 'all' | 'valid')}
          style={{ marginBottom: 12 }}
        />
      )}
      <Space wrap>
        <Button
          type="primary"
          disabled={choice === undefined || batch.valid === 0}
          loading={confirm.acting}
          onClick={() => void confirm.act({ id: batch.id, validOnly: choice === 'valid' })}
        >
          确认导入{clean ? ` ${batch.valid.toLocaleString('zh-CN')} 行` : ''}
        </Button>
        <Button loading={cancel.acting} onClick={() => void discard()}>
          放弃，重新上传
        </Button>
      </Space>
    </fieldset>
  );
}
