/** An address that this person cannot open: for a visitor, most likely one that needs signing in. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { PhoneCard, PhonePage } from '../../ui/phone/phone.tsx';
import { useSession } from '../../ui/session.ts';

export function Missing(): ReactNode {
  const { signedIn } = useSession();
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
