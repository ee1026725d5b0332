/** The desk once somebody is signed in: bar, menu, tabs, the page in front. */
import { Drawer, Modal } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { matchPath, useNavigate } from 'react-router';
import { useSession } from '../../ui/session.ts';
import { tell } from '../../ui/tell.ts';
import { Watermark } from '../../ui/watermark.tsx';
import { PasswordForm } from '../shell/password-form.tsx';
import { FactorReminder } from './must-enrol.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { SideMenu } from './side-menu.tsx';
import { TabBar } from './tabs/tab-bar.tsx';
import { TabPanels } from './tabs/tab-panels.tsx';
import { useTabs } from './tabs/use-tabs.ts';
import { TopBar } from './top-bar.tsx';
import { useNarrow } from './use-narrow.ts';

export function Frame(): ReactNode {
  const session = useSession();
  const pages = session.pages.filter((page) => page.face === 'desk');
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [folded, setFolded] = useState(() => localStorage.getItem('city.menu') === 'folded');
  const [drawer, setDrawer] = useState(false);
  const [password, setPassword] = useState(false);
  const titleOf = (path: string) =>
    pages.find((page) => matchPath(page.path, path))?.title ?? (path === '/' ? '首页' : '未找到');
  const tabs = useTabs(session.subject.id, titleOf);
  const front = tabs.tabs.find((tab) => tab.path === tabs.active);

  useEffect(() => {
    document.title = `${front?.title ?? '首页'} - 数字阜阳工作台`;
  }, [front?.title]);

  function fold(): void {
    if (narrow) return setDrawer(true);
    localStorage.setItem('city.menu', folded ? 'open' : 'folded');
    setFolded(!folded);
  }
  function go(path: string): void {
    setDrawer(false);
    // An open list comes back as it was left: page, filters, order.
    const open = tabs.tabs.find((tab) => tab.path === path);
    void navigate(path + (open?.search ?? ''));
  }
  const menu = <SideMenu pages={pages} active={tabs.active} folded={folded && !narrow} onGo={go} />;
  return (
    <div className={`desk${folded ? ' is-folded' : ''}`}>
      <TopBar folded={narrow || folded} onFold={fold} onPassword={() => setPassword(true)} />
      {narrow ? (
        <Drawer
          open={drawer}
          placement="left"
          size={280}
          onClose={() => setDrawer(false)}
          title="数字阜阳 · 工作台"
          styles={{ body: { padding: 0 } }}
        >
          {menu}
        </Drawer>
      ) : (
        <aside className="desk-side">{menu}</aside>
      )}
      <div className="desk-main">
        <TabBar held={tabs} />
        {session.factorDueAt && (
          <FactorReminder dueAt={session.factorDueAt} onGo={() => go('/access/factors')} />
        )}
        <TabPanels held={tabs} pages={pages} />
      </div>
      <Watermark name={session.subject.name} />
      <IdleWarning minutes={session.idleMinutes} />
      <Modal
        open={password}
        title="修改密码"
        footer={null}
        destroyOnHidden
        onCancel={() => setPassword(false)}
      >
        <PasswordForm
          onDone={() => {
            setPassword(false);
            tell('success', '密码已修改');
          }}
        />
      </Modal>
    </div>
  );
}
