/** Picks a BPMN file from the person's disk and hands on its text. */
import { Upload } from 'antd';
import type { ReactNode } from 'react';
import { readBpmnFile } from './bpmn-file.ts';

export function BpmnUpload(props: {
  readonly children: ReactNode;
  readonly onText: (xml: string) => void;
}): ReactNode {
  return (
    <Upload
      accept=".bpmn,.xml,application/xml"
      showUploadList={false}
      beforeUpload={(file) => {
        void readBpmnFile(file).then(props.onText);
        return false;
      }}
    >
      {props.children}
    </Upload>
  );
}
