/** The bar on top: city, organ and name of the person, messages, full screen, theme, sign-out. */
import { Dropdown } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { useSession } from '../../ui/session.ts';
import { DemoMark } from '../../ui/status-tag.tsx';
import { useThemeChoice } from '../../ui/theme-context.ts';
import { useSessionChange } from '../shell/use-session.ts';

// The messages engine brings its own bell; a city without it simply has none.
const bells = import.meta.glob<{ readonly default: () => ReactNode }>('../../engines/messages/web/bell.tsx');
const loadBell = Object.values(bells)[0];
const Bell = loadBell ? lazy(loadBell) : undefined;

export function TopBar(props: {
  readonly folded: boolean;
  readonly onFold: () => void;
  readonly onPassword: () => void;
}): ReactNode {
  const { subject, demo } = useSession();
  const { choice, choose } = useThemeChoice();
  const { signOut } = useSessionChange();
  const [full, setFull] = useState(false);
  const department = subject.departments.map((one) => (typeof one === 'string' ? one : one.name))[0];
  async function toggleFull(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen().catch(() => undefined);
    setFull(document.fullscreenElement !== null);
  }
  return (
    <header className="desk-top">
      <button
        type="button"
        className="desk-top-button"
        aria-label={props.folded ? '展开菜单' : '收起菜单'}
        aria-expanded={!props.folded}
        onClick={props.onFold}
      >
        <Icon name={props.folded ? 'unfold' : 'fold'} />
      </button>
      <a className="desk-brand" href="/desk/">
        <b>数字阜阳</b>
        <span>工作台</span>
      </a>
      <DemoMark demo={demo} />
      <div className="desk-top-end">
        {Bell && (
          <Suspense fallback={null}>
            <Bell />
          </Suspense>
        )}
        <button
          type="button"
          className="desk-top-button is-wide-only"
          title="全屏"
          aria-label={full ? '退出全屏' : '全屏'}
          onClick={() => void toggleFull()}
        >
          <Icon name={full ? 'full-exit' : 'full'} />
        </button>
        <button
          type="button"
          className="desk-top-button"
          title={choice.mode === 'dark' ? '浅色' : '深色'}
          aria-label={choice.mode === 'dark' ? '换浅色' : '换深色'}
          onClick={() => choose({ ...choice, mode: choice.mode === 'dark' ? 'light' : 'dark' })}
        >
          <Icon name={choice.mode === 'dark' ? 'sun' : 'moon'} />
        </button>
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'who', type: 'group', label: [department, subject.name].filter(Boolean).join(' · ') },
              { key: 'compact', label: choice.compact ? '恢复标准间距' : '使用紧凑间距' },
              { key: 'password', label: '修改密码' },
              { type: 'divider' },
              { key: 'out', label: '退出登录', icon: <Icon name="sign-out" /> },
            ],
            onClick: ({ key }) => {
              if (key === 'out') void signOut();
              else if (key === 'password') props.onPassword();
              else choose({ ...choice, compact: choice.compact !== true });
            },
          }}
        >
          <button type="button" className="desk-person">
            {department && <span className="desk-person-organ">{department}</span>}
            <span className="desk-person-mark" aria-hidden>
              {subject.name.slice(0, 1)}
            </span>
            <span>{subject.name}</span>
          </button>
        </Dropdown>
      </div>
    </header>
  );
}
