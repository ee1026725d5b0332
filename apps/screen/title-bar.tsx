/** The title of the wall: pages, wall clock, last update, full screen. */
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { NavLink } from 'react-router';
import { dateInCity, officialDate } from '../../ui/form/city-time.ts';
import { Icon } from '../../ui/icon.tsx';
import type { SessionPage } from '../../ui/session.ts';
import { DemoMark } from '../../ui/status-tag.tsx';

const weekday = new Intl.DateTimeFormat('zh-CN', { weekday: 'long', timeZone: 'Asia/Shanghai' });

export function TitleBar(props: {
  readonly pages: readonly SessionPage[];
  readonly demo: boolean;
}): ReactNode {
  const now = useClock();
  const updated = useLastUpdate(now);
  const listed = props.pages.filter((page) => !page.path.includes(':'));
  async function toggleFull(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen().catch(() => undefined);
  }
  return (
    <header className="wall-title">
      <div className="wall-clock">
        <b>{dateInCity(now).slice(11)}</b>
        <span>
          {officialDate(now)}
          <br />
          {weekday.format(now)}
        </span>
      </div>
      <h1>阜阳城市运行一屏</h1>
      <div className="wall-title-end">
        <DemoMark demo={props.demo} />
        <span className="wall-updated">{updated ? `数据更新于 ${dateInCity(updated).slice(11)}` : ''}</span>
        {listed.length > 1 && (
          <nav aria-label="专题">
            {listed.map((page) => (
              <NavLink key={page.path} to={page.path}>
                {page.title}
              </NavLink>
            ))}
          </nav>
        )}
        <button type="button" aria-label="全屏" title="全屏" onClick={() => void toggleFull()}>
          <Icon name="full" />
        </button>
      </div>
    </header>
  );
}

function useClock(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** When the newest number on the wall came in; read each second with the clock. */
function useLastUpdate(_now: Date): Date | undefined {
  const client = useQueryClient();
  const latest = Math.max(
    0,
    ...client
      .getQueryCache()
      .getAll()
      .filter((query) => query.queryKey[0] === 'call' || query.queryKey[0] === 'list')
      .map((query) => query.state.dataUpdatedAt),
  );
  return latest > 0 ? new Date(latest) : undefined;
}
