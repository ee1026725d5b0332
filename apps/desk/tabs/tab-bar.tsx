/** The row of open pages; right click or the menu key offers 刷新, 关闭, 关闭其他, and the Delete key closes. */
import { Dropdown } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { homePath, type Tab } from './tab-state.ts';
import type { HeldTabs } from './use-tabs.ts';

export function TabBar(props: { readonly held: HeldTabs }): ReactNode {
  const { held } = props;
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    bar.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [held.active, held.tabs.length]);
  function menu(tab: Tab) {
    return {
      items: [
        { key: 'refresh', label: '刷新' },
        { key: 'close', label: '关闭', disabled: tab.path === homePath },
        { key: 'others', label: '关闭其他' },
      ],
      onClick: ({ key }: { key: string }) => {
        if (key === 'refresh') held.refresh(tab.path);
        else if (key === 'close') held.close(tab.path);
        else held.closeOthers(tab.path);
      },
    };
  }
  return (
    <div className="desk-tabs" role="tablist" aria-label="打开的页面" ref={bar}>
      {held.tabs.map((tab) => (
        <Dropdown key={tab.path} trigger={['contextMenu']} menu={menu(tab)}>
          <div role="presentation" className={`desk-tab${tab.path === held.active ? ' is-active' : ''}`}>
            <button
              type="button"
              role="tab"
              aria-selected={tab.path === held.active}
              title={tab.title}
              onClick={() => held.go(tab)}
              onAuxClick={(event) => event.button === 1 && held.close(tab.path)}
              onKeyDown={(event) => event.key === 'Delete' && held.close(tab.path)}
            >
              {tab.title}
            </button>
            {tab.path !== homePath && (
              // For the mouse: a row of tabs may hold nothing but tabs, and keyboards have the Delete key.
              <span
                className="desk-tab-close"
                aria-hidden
                title={`关闭 ${tab.title}`}
                onClick={() => held.close(tab.path)}
              >
                ×
              </span>
            )}
          </div>
        </Dropdown>
      ))}
    </div>
  );
}
