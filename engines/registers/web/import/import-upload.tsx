/** First step: the template, and the file that is to be checked. */
import { Button, Progress, Space, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { CallError, callFile } from '../../../../ui/call.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { tell } from '../../../../ui/tell.ts';
import { uploadFile } from '../../../../ui/upload-file.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { saveFile } from './save-file.ts';

const accepted = '.xlsx,.xls,.et,.csv';

export function ImportUpload(props: {
  readonly register: string;
  readonly onStarted: (batch: string) => void;
}): ReactNode {
  const { register } = props;
  const [sent, setSent] = useState<number | undefined>(undefined);
  const start = useAct(contract.routes.startImport, { onDone: ({ id }) => props.onStarted(id) });
  async function send(file: File): Promise<void> {
    setSent(0);
    try {
      const stored = await uploadFile(file, file.name, { onProgress: setSent });
      await start.act({ register, file: stored.id });
    } catch (error) {
      tell('error', error instanceof CallError ? error.message : '上传没有成功，请重试');
    } finally {
      setSent(undefined);
    }
  }
  const busy = sent !== undefined || start.acting;
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <ol style={{ listStyle: 'decimal', paddingInlineStart: 20 }}>
        <li>
          下载导入模板，按表头填写。代码、区划、单位填名称或代码都可以。{' '}
          <Button
            size="small"
            onClick={() => void saveFile(() => callFile(contract.routes.template, { register }))}
          >
            下载模板
          </Button>
        </li>
        <li>上传填好的文件。系统先逐行检查，不会直接写入；有错误时可下载错误清单修改后再传。</li>
      </ol>
      <Upload.Dragger
        accept={accepted}
        multiple={false}
        showUploadList={false}
        disabled={busy}
        beforeUpload={(file) => {
          void send(file);
          return false;
        }}
      >
        <p style={{ fontSize: 32, color: 'var(--city-primary)' }}>
          <Icon name="import" />
        </p>
        <p>点击选择文件，或把文件拖到这里</p>
        <p className="city-muted">支持 Excel(.xlsx)和 CSV</p>
      </Upload.Dragger>
      {sent !== undefined && (
        <Progress percent={Math.floor(sent * 100)} status="active" aria-label="上传进度" />
      )}
    </Space>
  );
}
