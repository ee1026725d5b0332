/** 上传并采集: one file in the place of what the dataset reads else, with its first rows before it is loaded, and what its sender says of it. */
import { Button, Input, InputNumber, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { UploadBox } from '../../../../../ui/upload-box.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { dataFileBytes, dataFiles } from '../data-files.ts';
import { type Looked, LookTable } from '../define/look-table.tsx';

export function UploadButton(props: {
  readonly id: string;
  readonly source: string;
  readonly disabled: boolean;
}): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button disabled={props.disabled} onClick={() => setOpen(true)}>
        上传并采集
      </Button>
      {open && <UploadDialog id={props.id} source={props.source} onClose={() => setOpen(false)} />}
    </>
  );
}

function UploadDialog(props: {
  readonly id: string;
  readonly source: string;
  readonly onClose: () => void;
}): ReactNode {
  const [file, setFile] = useState<string>();
  const [rows, setRows] = useState<number | null>(null);
  const [digest, setDigest] = useState('');
  const [looked, setLooked] = useState<Looked>();
  const look = useAct(contract.routes.look, { onDone: setLooked });
  const collect = useAct(contract.routes.collect, { onDone: props.onClose });
  const odd = digest !== '' && !/^[0-9a-f]{64}$/i.test(digest);
  return (
    <Modal
      open
      width={760}
      title="上传并采集"
      okText="采集这份文件"
      cancelText="取消"
      okButtonProps={{ disabled: file === undefined || looked === undefined || odd, loading: collect.acting }}
      onCancel={props.onClose}
      onOk={() =>
        file &&
        void collect.act({
          id: props.id,
          file,
          ...(rows === null ? {} : { rows }),
          ...(digest === '' ? {} : { digest }),
        })
      }
    >
      <div className="collection-upload">
        <UploadBox
          accept={dataFiles}
          most={1}
          largest={dataFileBytes}
          value={file === undefined ? [] : [file]}
          onChange={([given]) => {
            setFile(given);
            setLooked(undefined);
            if (given !== undefined)
              void look.act({ id: props.source, object: { kind: 'file', file: given } });
          }}
        />
        <InputNumber
          aria-label="声明的行数"
          placeholder="声明的行数（可不填）"
          min={0}
          value={rows}
          onChange={setRows}
          className="city-wide"
        />
        <Input
          aria-label="声明的 SM3 摘要"
          placeholder="声明的 SM3 摘要，64 位十六进制（可不填）"
          status={odd ? 'error' : ''}
          value={digest}
          onChange={(event) => setDigest(event.target.value.trim())}
        />
        {looked && <LookTable looked={looked} />}
      </div>
    </Modal>
  );
}
