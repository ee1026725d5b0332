/** Reads a list from a file on this machine; the file is never uploaded. */
import { Button } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { type KeyKind, type KeyList, readKeyLines } from '../../../../../engines/privacy/web/match-party.ts';

const largestBytes = 50 * 1024 * 1024;

/** UTF-8, or what sheets on Chinese machines write. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

export function ListFile(props: {
  readonly kind: KeyKind;
  readonly disabled?: boolean;
  readonly onList: (list: KeyList, name: string) => void;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  return (
    <div className="operation-file">
      <input
        ref={input}
        type="file"
        accept=".csv,.txt"
        aria-label="名单文件"
        style={{ display: 'none' }}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file === undefined) return;
          if (file.size > largestBytes) {
            setProblem('文件超过 50 MB');
            return;
          }
          setProblem(undefined);
          void textOf(file).then((text) => props.onList(readKeyLines(props.kind, text), file.name));
        }}
      />
      <Button disabled={props.disabled ?? false} onClick={() => input.current?.click()}>
        选择名单文件
      </Button>
      <span className="city-muted">CSV 或文本，一行一个；文件只在本机读取，不上传</span>
      {problem !== undefined && <span role="alert">{problem}</span>}
    </div>
  );
}
