/** Theme and locale of the component kit around a part of a page whose face does without the kit. */
import { ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useMemo } from 'react';
import { cityTheme } from './theme.ts';
import 'dayjs/locale/zh-cn';

export function KitRoot(props: { readonly children: ReactNode }): ReactNode {
  const theme = useMemo(
    () => cityTheme({ mode: 'light' }, matchMedia('(prefers-reduced-motion: reduce)').matches),
    [],
  );
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      {props.children}
    </ConfigProvider>
  );
}
