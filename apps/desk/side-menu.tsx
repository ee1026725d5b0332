/** The tree menu on the left: groups of pages the person may open, found by name or pinyin. */
import { Menu } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { matchesText, usePinyin } from '../../ui/form/match-pinyin.ts';
import { Icon } from '../../ui/icon.tsx';
import type { SessionPage } from '../../ui/session.ts';
import { menuGroups } from './menu-groups.ts';

export function SideMenu(props: {
  readonly pages: readonly SessionPage[];
  readonly active: string;
  readonly folded: boolean;
  readonly onGo: (path: string) => void;
}): ReactNode {
  const [query, setQuery] = useState('');
  const preparePinyin = usePinyin();
  const groups = useMemo(() => menuGroups(props.pages), [props.pages]);
  // Not remembered: the pinyin table may arrive while the words stay the same.
  const found =
    query.trim() === ''
      ? groups
      : groups
          .map((group) => ({
            ...group,
            pages: group.pages.filter(
              (page) => matchesText(query, page.title) || matchesText(query, group.title),
            ),
          }))
          .filter((group) => group.pages.length > 0);
  const selected = props.pages.find((page) => page.path === props.active);
  const items = [
    { key: '/', icon: <Icon name="home" />, label: '首页' },
    ...found.map((group) => ({
      key: `group ${group.title}`,
      icon: <Icon name={group.pages[0]?.icon} />,
      label: group.title,
      children: group.pages.map((page) => ({ key: page.path, label: page.title })),
    })),
  ];
  const opened = query ? found.map((group) => `group ${group.title}`) : undefined;
  // A short menu stands open; of a long one, the group in use.
  const short = groups.length <= 3 ? groups.map((group) => `group ${group.title}`) : [];
  const first = selected?.menu ? [`group ${selected.menu}`] : short;
  return (
    <nav className="desk-menu" aria-label="主菜单">
      {!props.folded && groups.length > 1 && (
        <input
          className="desk-menu-search"
          type="search"
          placeholder="找菜单（可用拼音首字母）"
          aria-label="找菜单"
          value={query}
          onFocus={preparePinyin}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      <Menu
        mode="inline"
        inlineCollapsed={props.folded}
        inlineIndent={16}
        items={items}
        selectedKeys={[selected?.path ?? props.active]}
        defaultOpenKeys={props.folded ? [] : first}
        {...(opened ? { openKeys: opened } : {})}
        onClick={({ key }) => props.onGo(key)}
      />
    </nav>
  );
}
