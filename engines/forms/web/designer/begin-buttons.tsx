/** Begins a draft: from the form in force or the automatic one, or from a JSON Schema file. */
import { Button, Modal } from 'antd';
import { type ChangeEvent, type ReactNode, useRef } from 'react';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const mostBytes = 1_000_000;

export function BeginButtons(props: { readonly register: string; readonly onBegun: () => void }): ReactNode {
  const { register } = props;
  const file = useRef<HTMLInputElement>(null);
  const begin = useAct(contract.routes.begin, {
    onDone: props.onBegun,
    onRefused: (error) => {
      if (error.problems.length === 0) return tell('error', error.message);
      Modal.error({
        title: error.message,
        width: 560,
        content: (
          <ul className="forms-problems">
            {error.problems.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        ),
      });
    },
  });
  async function read(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [chosen] = event.target.files ?? [];
    event.target.value = '';
    if (chosen === undefined) return;
    if (chosen.size > mostBytes) return tell('error', '文件过大');
    try {
      const schema = JSON.parse(await chosen.text()) as Record<string, unknown>;
      await begin.act({ register, schema });
    } catch {
      tell('error', '不是有效的 JSON 文件');
    }
  }
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="选择 JSON Schema 文件"
        onChange={(event) => void read(event)}
      />
      <Button onClick={() => file.current?.click()}>导入 JSON Schema</Button>
      <Button type="primary" loading={begin.acting} onClick={() => void begin.act({ register })}>
        开始设计
      </Button>
    </>
  );
}
