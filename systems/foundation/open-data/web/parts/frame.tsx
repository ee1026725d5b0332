/** What stands around each page of the open data portal: the kit, the way between its pages, what went wrong. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { NavLink, Link } from 'react-router';
import type { CallError } from '../../../../../ui/call.ts';
import { KitRoot } from '../../../../../ui/kit-root.tsx';
import { useMay, useSession } from '../../../../../ui/session.ts';
import '../open-data.css';

const places = [
  ['/open-data', '数据目录'],
  ['/open-data/plan', '开放计划'],
  ['/open-data/rules', '开放规则'],
  ['/open-data/developers', '开放接口'],
  ['/open-data/mine', '我的申请'],
] as const;

export function OpenFrame(props: { readonly children: ReactNode }): ReactNode {
  return (
    <KitRoot>
      <div className="open-data">
        <nav className="open-data-places" aria-label="开放数据">
          {places.map(([to, title]) => (
            <NavLink key={to} to={to} end>
              {title}
            </NavLink>
          ))}
        </nav>
        {props.children}
      </div>
    </KitRoot>
  );
}

/** For what only somebody who is signed in may do. */
export function SignedIn(props: { readonly to: string; readonly children: ReactNode }): ReactNode {
  const { signedIn } = useSession();
  const may = useMay('open-data:ask');
  if (may) return props.children;
  return (
    <p className="city-muted">
      {signedIn ? `当前账号不是市民账号，不能${props.to}。` : <Link to="/sign-in">登录</Link>}
      {!signedIn && `后可以${props.to}。`}
    </p>
  );
}

export function Refused(props: { readonly error: CallError | null }): ReactNode {
  const { error } = props;
  if (error === null) return null;
  const more = error.problems.map(({ message }) => message).join('；');
  return <Alert type="error" showIcon title={more === '' ? error.message : `${error.message}：${more}`} />;
}
