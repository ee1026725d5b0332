/** An address that this person cannot open: for a visitor, most likely one that needs signing in; without a network, one that needs it. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { PhoneCard, PhonePage } from '../../ui/phone/phone.tsx';
import { useSession } from '../../ui/session.ts';

export function Missing(props: { readonly unreachable: boolean }): ReactNode {
  const { signedIn } = useSession();
  if (props.unreachable)
    return (
      <PhonePage title="没有网络">
        <PhoneCard>
          <p>这个页面要联网才能打开。</p>
          <Link className="phone-button is-primary" style={{ marginTop: 12 }} to="/">
            返回首页
          </Link>
        </PhoneCard>
      </PhonePage>
    );
  return (
    <PhonePage title={signedIn ? '没有找到' : '请先登录'}>
      <PhoneCard>
        <p>{signedIn ? '这个页面不存在，或者您无权查看。' : '登录后才能打开这个页面。'}</p>
        <Link className="phone-button is-primary" style={{ marginTop: 12 }} to={signedIn ? '/' : '/sign-in'}>
          {signedIn ? '返回首页' : '登录 / 注册'}
        </Link>
      </PhoneCard>
    </PhonePage>
  );
}
