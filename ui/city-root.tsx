/** What stands around a face that uses the full component kit: theme, Chinese locale, reply cache, messages. */
import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { createQueryClient } from './query-client.ts';
import { reachWideTables } from './table/reach-wide-tables.ts';
import { onTold } from './tell.ts';
import { cityTheme, type ThemeChoice } from './theme.ts';
import { ThemeContext } from './theme-context.ts';
import 'dayjs/locale/zh-cn';
import './city.css';

export function CityRoot(props: { readonly children: ReactNode; readonly fixed?: ThemeChoice }): ReactNode {
  const [client] = useState(createQueryClient);
  const [chosen, setChosen] = useState<ThemeChoice>(() => props.fixed ?? readChoice());
  const theme = useMemo(
    () => cityTheme(chosen, matchMedia('(prefers-reduced-motion: reduce)').matches),
    [chosen],
  );
  const held = useMemo(
    () => ({
      choice: chosen,
      choose: (next: ThemeChoice) => {
        localStorage.setItem('city.theme', JSON.stringify(next));
        setChosen(next);
      },
    }),
    [chosen],
  );
  useEffect(() => {
    // Dialogs opened by a call (confirmDanger) stand outside the tree and would not know the theme.
    ConfigProvider.config({
      holderRender: (children) => (
        <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
          {children}
        </ConfigProvider>
      ),
    });
  }, [theme]);
  useEffect(reachWideTables, []);
  useEffect(() => {
    document.documentElement.dataset['theme'] = chosen.mode;
  }, [chosen.mode]);
  return (
    <QueryClientProvider client={client}>
      <ThemeContext value={held}>
        <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
          <App className="city-root" message={{ maxCount: 3 }}>
            <Teller />
            {props.children}
          </App>
        </ConfigProvider>
      </ThemeContext>
    </QueryClientProvider>
  );
}

function Teller(): ReactNode {
  const { message } = App.useApp();
  useEffect(
    () =>
      onTold(
        ({ kind, text }) =>
          void message.open({ type: kind, content: text, duration: kind === 'error' ? 6 : 3 }),
      ),
    [message],
  );
  return null;
}

function readChoice(): ThemeChoice {
  try {
    const kept = JSON.parse(localStorage.getItem('city.theme') ?? '{}') as Partial<ThemeChoice>;
    return { mode: kept.mode === 'dark' ? 'dark' : 'light', compact: kept.compact === true };
  } catch {
    return { mode: 'light' };
  }
}
