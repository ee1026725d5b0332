/** Lets a person choose a DMN file and reads its text on his machine. */
import { Button } from 'antd';
import { type ReactNode, useRef } from 'react';
import { Icon } from '../../../../ui/icon.tsx';

export function DmnFileButton(props: {
  readonly onRead: (name: string, xml: string) => void;
  readonly loading?: boolean;
  readonly text?: string;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        icon={<Icon name="import" />}
        loading={props.loading ?? false}
        onClick={() => input.current?.click()}
      >
        {props.text ?? '导入 DMN'}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".dmn,.xml,application/xml,text/xml"
        className="city-hidden"
        aria-label="选择 DMN 文件"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was mended.
          event.target.value = '';
          if (file !== undefined) void file.text().then((xml) => props.onRead(file.name, xml));
        }}
      />
    </>
  );
}
