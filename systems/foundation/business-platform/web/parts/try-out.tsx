/** 试调用: an input against the declared shape, answered by the sandbox; what an application would see, without a key. */
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Version } from '../../routes/market-routes.ts';

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? '';
}

export function TryOut(props: { readonly code: string; readonly version: Version }): ReactNode {
  const { code, version } = props;
  const [input, setInput] = useState(pretty(version.example));
  const [shown, setShown] = useState<{ readonly good: boolean; readonly text: string }>();
  const ask = useAct(contract.routes.tryOut, {
    onDone: ({ answer }) => setShown({ good: true, text: pretty(answer) }),
    onRefused: (error) =>
      setShown({
        good: false,
        text: pretty({ code: error.code, message: error.message, problems: error.problems }),
      }),
  });
  return (
    <div className="market-try">
      <div>
        <h3>入参（JSON）</h3>
        <Input.TextArea
          aria-label="入参"
          autoSize={{ minRows: 6, maxRows: 16 }}
          spellCheck={false}
          value={input}
          onChange={(event) => setInput(event.target.value)}
        />
        <Button
          type="primary"
          loading={ask.acting}
          onClick={() => void ask.act({ code, version: version.version, input })}
        >
          试调用
        </Button>
      </div>
      <div aria-live="polite">
        <h3>
          答复{' '}
          {shown && (
            <StatusTag tone={shown.good ? 'green' : 'red'}>
              {shown.good ? '合成数据' : '入参不合要求'}
            </StatusTag>
          )}
        </h3>
        <pre className="market-code" tabIndex={0} aria-label="答复内容">
          {shown?.text ?? '按“试调用”后显示。沙箱只答合成数据，不读取任何记录。'}
        </pre>
      </div>
    </div>
  );
}
