/** The first page of an official: the to-do hub of the flow engine when it is there, else what the person may open. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from '../../ui/icon.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageFrame, Section } from '../../ui/layout.tsx';
import { type SessionPage, useSession } from '../../ui/session.ts';
import { BoundPage } from '../shell/bound-pages.tsx';
import { menuGroups } from './menu-groups.ts';

export function Home(props: { readonly pages: readonly SessionPage[] }): ReactNode {
  const toDo = props.pages.find((page) => page.system === 'flow' && page.key === 'to-do');
  return toDo ? <BoundPage page={toDo} /> : <Welcome pages={props.pages} />;
}

function Welcome(props: { readonly pages: readonly SessionPage[] }): ReactNode {
  const { subject } = useSession();
  const groups = menuGroups(props.pages);
  return (
    <PageFrame title={`${subject.name}，${greeting()}`} summary="以下是您可以办理的业务和查看的台账。">
      {groups.length === 0 && (
        <Section>
          <Empty text="还没有为您开通业务" hint="请联系本单位的系统管理员授予岗位。" />
        </Section>
      )}
      {groups.map((group) => (
        <Section key={group.title} title={group.title}>
          <ul className="desk-doors">
            {group.pages.map((page) => (
              <li key={page.path}>
                <Link to={page.path} className="desk-door">
                  <span className="desk-door-icon">
                    <Icon name={page.icon} />
                  </span>
                  <span>
                    <b>{page.title}</b>
                    <small>{page.systemTitle}</small>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </PageFrame>
  );
}

function greeting(): string {
  const hour = Number(
    new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: 'Asia/Shanghai' }).format(
      new Date(),
    ),
  );
  if (hour < 6) return '夜深了';
  if (hour < 12) return '上午好';
  return hour < 18 ? '下午好' : '晚上好';
}
