/** 我的: who I am, what is mine, what has not gone out yet, settings. */
import { type ReactNode, useState } from 'react';
import { PhoneButton, PhoneCard, PhoneRow, PhoneRows } from '../../ui/phone/phone.tsx';
import { type ElderSize, useElder } from '../../ui/phone/phone-root.tsx';
import { type SessionPage, useSession } from '../../ui/session.ts';
import { DemoMark } from '../../ui/status-tag.tsx';
import { tell } from '../../ui/tell.ts';
import { PasswordForm } from '../shell/password-form.tsx';
import { useSessionChange } from '../shell/use-session.ts';
import { Unsent } from './unsent.tsx';

const sizes: readonly { readonly size: ElderSize; readonly name: string }[] = [
  { size: 'none', name: '标准' },
  { size: 'large', name: '大字' },
  { size: 'larger', name: '特大' },
  { size: 'largest', name: '超大' },
];

export function Mine(props: { readonly pages: readonly SessionPage[] }): ReactNode {
  const { signedIn, subject, demo, mustChangePassword } = useSession();
  const { signOut, renew } = useSessionChange();
  const { size, choose } = useElder();
  const [changing, setChanging] = useState(false);
  // Without a network only his id is known.
  const unknown = signedIn && subject.name === '';
  const mine = props.pages.filter((page) => page.menu === '我的');
  return (
    <>
      <header className="citizen-me">
        <span className="citizen-me-mark" aria-hidden>
          {signedIn ? subject.name.slice(0, 1) || '我' : '客'}
        </span>
        <b>{signedIn ? subject.name || '当前没有网络' : '尚未登录'}</b>
        <DemoMark demo={demo} />
      </header>
      <div className="phone-body">
        <Unsent />
        {!unknown && (
          <PhoneCard>
            <PhoneRows>
              {!signedIn && (
                <PhoneRow title="登录 / 注册" note="用手机号登录，查看自己的上报和办件" to="/sign-in" />
              )}
              {mine.map((page) => (
                <PhoneRow key={page.path} title={page.title} to={page.path} />
              ))}
              {signedIn && mine.length === 0 && <PhoneRow title="还没有办件" />}
            </PhoneRows>
          </PhoneCard>
        )}
        <PhoneCard title="长辈版（字体大小）">
          <div className="citizen-sizes" role="radiogroup" aria-label="字体大小">
            {sizes.map((one) => (
              <button
                key={one.size}
                type="button"
                role="radio"
                aria-checked={size === one.size}
                onClick={() => choose(one.size)}
              >
                {one.name}
              </button>
            ))}
          </div>
        </PhoneCard>
        {signedIn && (
          <PhoneCard title="账号">
            {changing || mustChangePassword ? (
              <PasswordForm
                onDone={() => {
                  setChanging(false);
                  tell('success', '密码已修改');
                  void renew();
                }}
              />
            ) : (
              <PhoneRows>
                <PhoneRow title="修改密码" onClick={() => setChanging(true)} />
              </PhoneRows>
            )}
            <PhoneButton plain onClick={() => void signOut()}>
              退出登录
            </PhoneButton>
          </PhoneCard>
        )}
      </div>
    </>
  );
}
