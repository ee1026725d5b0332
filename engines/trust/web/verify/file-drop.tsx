/** A box to drop a file on, or to choose one by: the bytes stay in the browser. */
import { type DragEvent, type ReactNode, useState } from 'react';

export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export async function readFirst(files: FileList | null, onFile: (file: ChosenFile) => void): Promise<void> {
  const file = files?.[0];
  if (file !== undefined) onFile({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
}

export function FileDrop(props: {
  readonly title: string;
  readonly onFile: (file: ChosenFile) => void;
}): ReactNode {
  const [over, setOver] = useState(false);
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void readFirst(event.dataTransfer.files, props.onFile);
  }
  return (
    <label
      className={`verify-drop${over ? ' is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <b>{props.title}</b>
      <span>点击选择，或把文件拖到这里：存证凭证（.json）或版式文件（.ofd）</span>
      <input
        type="file"
        accept=".json,.ofd"
        onChange={(event) => {
          const input = event.target;
          void readFirst(input.files, props.onFile).then(() => {
            // So that the same file can be chosen again after it was changed.
            input.value = '';
          });
        }}
      />
    </label>
  );
}
