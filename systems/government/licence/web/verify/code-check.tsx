/** Asks the city for the state of a licence by what is printed on it. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { Outcome, type Standing } from './standing.tsx';

export function CodeCheck(props: { readonly identifier: string; readonly code: string }): ReactNode {
  const [identifier, setIdentifier] = useState(props.identifier);
  const [code, setCode] = useState(props.code);
  const [found, setFound] = useState<Standing | undefined>(undefined);
  const [why, setWhy] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.check, {
    onDone: setFound,
    onRefused: (error) => setWhy(error.problems[0]?.message ?? error.message),
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    setWhy(undefined);
    setFound(undefined);
    void act({ identifier, code });
  }
  return (
    <>
      <form className="licence-form" onSubmit={send}>
        <label htmlFor="licence-identifier">电子证照标识</label>
        <input
          id="licence-identifier"
          value={identifier}
          maxLength={120}
          onChange={(event) => setIdentifier(event.target.value)}
        />
        <label htmlFor="licence-code">查验码（证照左下方八位数字）</label>
        <input
          id="licence-code"
          value={code}
          inputMode="numeric"
          maxLength={8}
          onChange={(event) => setCode(event.target.value)}
        />
        <button type="submit" disabled={acting}>
          核验
        </button>
      </form>
      {why && <Outcome tone="red" title={why} />}
      {found && (
        <Outcome
          tone={found.inForce ? 'green' : 'red'}
          title={found.inForce ? '证照属实，当前有效' : `证照当前为“${found.statusName}”`}
          found={found}
        />
      )}
    </>
  );
}
