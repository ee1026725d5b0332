/** 授权登录: somebody decides whether a department's application may sign him in and what it is told; on the desk and on the phone. */
import { type ReactNode, useEffect, useState } from 'react';
import { CallError, refusal } from '../../../ui/call.ts';
import './access.css';

interface Consent {
  readonly application: string;
  readonly department: string;
  readonly purpose: string;
  readonly scopes: readonly {
    readonly scope: string;
    readonly title: string;
    readonly claims: readonly string[];
  }[];
  readonly agreed: boolean;
}

/** These addresses are the provider's own, not routes of a contract: the browser that began is known by the provider's cookie on this path. */
async function ask<T>(request: string, what: string, method: 'GET' | 'POST'): Promise<T> {
  const headers = method === 'POST' ? { 'x-city-request': '1' } : undefined;
  const reply = await fetch(`/oidc/interaction/${encodeURIComponent(request)}/${what}`, {
    method,
    ...(headers === undefined ? {} : { headers }),
  });
  if (!reply.ok) throw await refusal(reply);
  return (await reply.json()) as T;
}

/** Read once: a tab of the desk may forget the address's query. */
function requestOfAddress(): string {
  return new URLSearchParams(location.search).get('request') ?? '';
}

export default function ConsentPage(): ReactNode {
  const [request] = useState(requestOfAddress);
  const [consent, setConsent] = useState<Consent | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);

  async function settle(choice: 'agree' | 'decline'): Promise<void> {
    setBusy(true);
    try {
      const { next } = await ask<{ next: string }>(request, choice, 'POST');
      location.assign(next);
    } catch (error) {
      setBusy(false);
      setFailure(sentence(error));
    }
  }

  useEffect(() => {
    let here = true;
    ask<Consent>(request, 'details', 'GET').then(
      (found) => {
        if (!here) return;
        setConsent(found);
        // Asked and answered in this session: single sign-on.
        if (found.agreed) void settle('agree');
      },
      (error: unknown) => here && setFailure(sentence(error)),
    );
    return () => {
      here = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- once for each request; settle is made anew with each rendering
  }, [request]);

  return (
    <div className="access-consent">
      <h1>授权登录</h1>
      {failure && (
        <p role="alert" className="access-consent-failure">
          {failure}
        </p>
      )}
      {!failure && (!consent || consent.agreed) && <p role="status">正在与应用核对…</p>}
      {!failure && consent && !consent.agreed && (
        <Question consent={consent} busy={busy} onChoose={(choice) => void settle(choice)} />
      )}
    </div>
  );
}

function Question(props: {
  readonly consent: Consent;
  readonly busy: boolean;
  readonly onChoose: (choice: 'agree' | 'decline') => void;
}): ReactNode {
  const { consent, busy, onChoose } = props;
  return (
    <>
      <p>
        <b>{consent.department}</b>的应用“<b>{consent.application}</b>”请求用您的账号登录。
      </p>
      <dl>
        <dt>用途</dt>
        <dd>{consent.purpose}</dd>
        <dt>它将得到</dt>
        <dd>
          <ul>
            {consent.scopes.map((one) => (
              <li key={one.scope}>{one.title}</li>
            ))}
          </ul>
        </dd>
      </dl>
      <p className="city-muted">
        只提供以上内容，不提供密码。每个应用得到的编号各不相同，应用之间不能据此比对。退出登录后授权随即失效。
      </p>
      <div className="access-consent-buttons">
        <button type="button" className="city-button" disabled={busy} onClick={() => onChoose('decline')}>
          不同意
        </button>
        <button
          type="button"
          className="city-button is-primary"
          disabled={busy}
          onClick={() => onChoose('agree')}
        >
          {busy ? '正在登录…' : '同意并登录'}
        </button>
      </div>
    </>
  );
}

function sentence(error: unknown): string {
  if (error instanceof CallError && error.status === 404)
    return '没有找到授权请求：可能已超时，或不是由这个浏览器发起的。请回到应用重新登录。';
  return error instanceof CallError ? error.message : '没有连接上服务，请刷新后重试';
}
