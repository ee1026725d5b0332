/** 请说明查询目的: asks for what somebody looks at personal details, before a row is shown in full. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type AskedPurpose, call, CallError, onPurpose } from '../../ui/call.ts';
import { purposesRoute, statePurposeRoute } from './access-routes.ts';
import { FormFailure, FormField } from './form-field.tsx';
import './shell.css';

interface Asking extends AskedPurpose {
  readonly end: (stated: boolean) => void;
}

interface Choices {
  readonly minutes: number;
  readonly purposes: readonly {
    readonly code: string;
    readonly title: string;
    readonly basis: string;
    readonly needsCase: boolean;
  }[];
}

export function PurposeDialog(): ReactNode {
  const [asking, setAsking] = useState<Asking | undefined>(undefined);
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    // Requests of one page about one row are answered by one statement.
    const open = new Map<string, Promise<boolean>>();
    return onPurpose((asked) => {
      const key = `${asked.object} ${asked.row}`;
      const known = open.get(key);
      if (known) return known;
      const made = new Promise<boolean>((resolve) => setAsking({ ...asked, end: resolve })).finally(() =>
        open.delete(key),
      );
      open.set(key, made);
      return made;
    });
  }, []);
  useEffect(() => {
    if (asking) box.current?.showModal();
  }, [asking]);
  if (!asking) return null;
  const { end, ...asked } = asking;
  function finish(stated: boolean): void {
    end(stated);
    setAsking(undefined);
  }
  return (
    <dialog ref={box} className="shell-dialog" aria-labelledby="purpose-title" onClose={() => finish(false)}>
      <h2 id="purpose-title">请说明查询目的</h2>
      <PurposeForm asked={asked} onDone={() => finish(true)} onCancel={() => finish(false)} />
    </dialog>
  );
}

function PurposeForm(props: {
  readonly asked: AskedPurpose;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const [choices, setChoices] = useState<Choices | undefined>(undefined);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  useEffect(() => {
    call(purposesRoute, {}).then(setChoices, () => setFailure('没有连接上服务，请关闭后重试'));
  }, []);
  const chosen = choices?.purposes.find((each) => each.code === code);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const textOf = (name: string) => String(given.get(name) ?? '').trim();
    if (!chosen) return setFailure('请选择查询目的');
    if (chosen.needsCase && textOf('caseNumber') === '') return setFailure('请填写案件或办件编号');
    if (textOf('reason').length < 2) return setFailure('请写明用途');
    setBusy(true);
    const { object, row } = props.asked;
    const caseNumber = chosen.needsCase ? { caseNumber: textOf('caseNumber') } : {};
    const wanted = { object, row, purpose: code, reason: textOf('reason'), ...caseNumber };
    try {
      await call(statePurposeRoute, wanted);
      props.onDone();
    } catch (problem) {
      const first = problem instanceof CallError ? (problem.problems[0]?.message ?? problem.message) : '';
      setFailure(first === '' ? '没有提交成功，请重试' : first);
      setBusy(false);
    }
  }

  return (
    <form className="shell-form" onSubmit={(event) => void send(event)} noValidate>
      <p className="city-muted">
        个人信息只为下列目的逐条查看
        {choices && `，说明后 ${choices.minutes} 分钟内可查看这一条`}。每次查看都有记录，并会抽查。
      </p>
      <FormFailure text={failure} />
      <div className="shell-field">
        <label htmlFor="purpose-code">查询目的</label>
        <div className="shell-field-box">
          <select
            id="purpose-code"
            className="shell-select"
            value={code}
            autoFocus
            onChange={(event) => {
              setCode(event.target.value);
              setFailure(undefined);
            }}
          >
            <option value="">请选择</option>
            {choices?.purposes.map((each) => (
              <option key={each.code} value={each.code}>
                {each.title}
              </option>
            ))}
          </select>
        </div>
        {chosen && <p className="city-muted shell-hint">依据：{chosen.basis}</p>}
      </div>
      {chosen?.needsCase && <FormField label="案件或办件编号" name="caseNumber" />}
      <FormField label="具体用途" name="reason" />
      <div className="shell-buttons">
        <button type="button" className="city-button" onClick={props.onCancel}>
          取消
        </button>
        <button type="submit" className="city-button is-primary" disabled={busy || !choices}>
          {busy ? '正在提交…' : '确认'}
        </button>
      </div>
    </form>
  );
}
