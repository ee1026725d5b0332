/** 应用货架: all that a person may open — the city's own systems and departments' applications — found by name or pinyin, pinned, and signed in to by themselves. */
import { Button, Input, Segmented } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { matchesText, usePinyin } from '../../../../ui/form/match-pinyin.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { type Session, useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { ShelfEntry } from '../routes/shelf-routes.ts';
import { useMarks } from './parts/use-marks.ts';
import { categories } from '../data/words.ts';
import './market.css';

interface App {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly group: string;
  readonly icon: string;
  readonly address: string;
  /** Within the desk; others open a tab of their own. */
  readonly inside: boolean;
  readonly signsIn: boolean;
}

/** One entry for each system that has a menu page for this person. */
function systemsOf(session: Session): readonly App[] {
  const seen = new Map<string, App & { readonly order: number }>();
  for (const page of session.pages) {
    if (page.face !== 'desk' || !page.menu || page.path.includes(':')) continue;
    // What a system does is said by its own menu; its place on the common workbench comes last.
    const order = (page.order ?? 1000) + (page.menu === '工作台' ? 10_000 : 0);
    const known = seen.get(page.system);
    if (known !== undefined && known.order <= order) continue;
    seen.set(page.system, {
      id: `system:${page.system}`,
      name: page.systemTitle,
      hint: page.title,
      group: page.menu,
      icon: page.icon ?? 'app',
      address: page.path,
      inside: true,
      signsIn: false,
      order,
    });
  }
  return [...seen.values()].toSorted((one, other) => one.order - other.order);
}

/** OpenID Connect Core 1.0 §4: whoever is opened from here is told at whose door to sign in. */
function withIssuer(address: string): string {
  const url = new URL(address);
  url.searchParams.set('iss', `${window.location.origin}/oidc`);
  return url.href;
}

function addressOf({ address, signsIn }: ShelfEntry, inside: boolean): string {
  if (inside) return address.slice('/desk'.length);
  return signsIn && !address.startsWith('/') ? withIssuer(address) : address;
}

function appOf(entry: ShelfEntry): App {
  const inside = entry.address.startsWith('/desk/');
  return {
    id: entry.id,
    name: entry.name,
    hint: `${entry.departmentName} · ${entry.purpose}`,
    group: categories[entry.category] ?? '其他',
    icon: 'app',
    address: addressOf(entry, inside),
    inside,
    signsIn: entry.signsIn,
  };
}

export default function ShelfPage(): ReactNode {
  const session = useSession();
  const asked = useCall(contract.routes.shelf, {});
  return (
    <PageFrame
      title="应用货架"
      summary="您有权使用的全部应用：本平台的系统和各单位上架的应用，用城市账号直接进入"
    >
      <Shown of={asked} rows={8}>
        {({ entries }) => <Shelf apps={[...entries.map(appOf), ...systemsOf(session)]} />}
      </Shown>
    </PageFrame>
  );
}

function Shelf(props: { readonly apps: readonly App[] }): ReactNode {
  const session = useSession();
  const { marks, pin, opened } = useMarks(session.subject.id);
  const [text, setText] = useState('');
  const [group, setGroup] = useState('全部');
  const prepare = usePinyin();
  const groups = useMemo(() => ['全部', ...new Set(props.apps.map((app) => app.group))], [props.apps]);
  const found = props.apps.filter(
    (app) =>
      (group === '全部' || app.group === group) &&
      (matchesText(text, app.name) || matchesText(text, app.hint)),
  );
  const byId = new Map(props.apps.map((app) => [app.id, app]));
  const pick = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const card = (app: App) => (
    <Card key={app.id} app={app} pinned={marks.pinned.includes(app.id)} onPin={pin} onOpen={opened} />
  );
  const bare = text === '' && group === '全部';
  const recent = marks.recent.filter((id) => !marks.pinned.includes(id));
  return (
    <>
      <div className="market-tools">
        <Input
          allowClear
          aria-label="查找应用"
          placeholder="应用名称、拼音或首字母"
          prefix={<Icon name="search" />}
          value={text}
          onFocus={prepare}
          onChange={(event) => setText(event.target.value)}
        />
        <div style={{ maxWidth: '100%', overflowX: 'auto' }}>
          <Segmented aria-label="类别" options={groups} value={group} onChange={setGroup} />
        </div>
      </div>
      {bare && pick(marks.pinned).length > 0 && (
        <Section title="置顶">
          <Tiles minimum={280}>{pick(marks.pinned).map(card)}</Tiles>
        </Section>
      )}
      {bare && pick(recent).length > 0 && (
        <Section title="最近打开">
          <Tiles minimum={280}>{pick(recent).map(card)}</Tiles>
        </Section>
      )}
      <Section title={bare ? '全部应用' : `找到 ${found.length} 个应用`}>
        {found.length === 0 ? (
          <Empty text="没有符合的应用" hint="换个名称，或向中台管理员申请权限" />
        ) : (
          <Tiles minimum={280}>{found.map(card)}</Tiles>
        )}
      </Section>
    </>
  );
}

function Card(props: {
  readonly app: App;
  readonly pinned: boolean;
  readonly onPin: (id: string) => void;
  readonly onOpen: (id: string) => void;
}): ReactNode {
  const { app } = props;
  const open = () => props.onOpen(app.id);
  return (
    <div className="shelf-app">
      <span className="shelf-icon">
        <Icon name={app.icon} />
      </span>
      <div className="shelf-text">
        {app.inside ? (
          <Link to={app.address} onClick={open}>
            {app.name}
          </Link>
        ) : (
          <a href={app.address} target="_blank" rel="noopener noreferrer" onClick={open}>
            {app.name}
          </a>
        )}{' '}
        {app.signsIn && <StatusTag tone="cyan">统一登录</StatusTag>}
        <p title={app.hint}>{app.hint}</p>
      </div>
      <Button
        type="text"
        size="small"
        className="shelf-pin"
        aria-pressed={props.pinned}
        aria-label={props.pinned ? `取消置顶 ${app.name}` : `置顶 ${app.name}`}
        icon={<Icon name="star" />}
        onClick={() => props.onPin(app.id)}
      />
    </div>
  );
}
