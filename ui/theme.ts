/** Design tokens: 政务蓝 light and dark, compact, and the elder variant, as antd wants them. The same colours stand in city.css as variables. */
import { theme, type ThemeConfig } from 'antd';
import { fontFamily } from './fonts.ts';

export type ThemeMode = 'light' | 'dark';

export interface ThemeChoice {
  readonly mode: ThemeMode;
  /** Tighter rows for people who live in tables. */
  readonly compact?: boolean;
  /** 长辈版: main text 18 pt = 24 px, targets 60 px (MIIT 移动互联网应用适老化通用设计规范). */
  readonly elder?: boolean;
}

/** `still` is for people whose device asks for less motion: drawers, menus and dialogs stand where they belong at once. */
export function cityTheme(choice: ThemeChoice, still = false): ThemeConfig {
  const dark = choice.mode === 'dark';
  return {
    algorithm: [
      dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
      ...(choice.compact ? [theme.compactAlgorithm] : []),
    ],
    token: {
      colorPrimary: dark ? '#3d8bff' : '#1257b8',
      colorInfo: dark ? '#3d8bff' : '#1257b8',
      colorLink: dark ? '#6aa8ff' : '#1257b8',
      // Lighter, as the kit would have it, it could not be read on a hovered row.
      colorLinkHover: dark ? '#9cc5ff' : '#0d4391',
      colorSuccess: dark ? '#3fb37f' : '#0d6b4c',
      colorWarning: dark ? '#e5a13a' : '#b86a00',
      colorError: dark ? '#ff6b63' : '#c8281e',
      ...(dark
        ? { colorBgLayout: '#0d1624', colorBgContainer: '#14202f', colorBgElevated: '#1a2a3d' }
        : { colorBgLayout: '#f2f5f9', colorTextBase: '#1b2638' }),
      // Hints must be read as well: 4.5 to 1 on their ground (WCAG 2.1, 1.4.3).
      colorTextPlaceholder: dark ? '#93a7c0' : '#66758a',
      colorTextDescription: dark ? '#9db0c8' : '#5b6b82',
      borderRadius: 4,
      fontSize: choice.elder ? 24 : 14,
      controlHeight: choice.elder ? 60 : 32,
      fontFamily,
      wireframe: false,
      motion: !still,
    },
    components: {
      Table: {
        headerBg: dark ? '#1a2a3d' : '#edf2f9',
        headerColor: dark ? '#dbe7f7' : '#2a3b55',
        headerSplitColor: 'transparent',
        headerSortActiveBg: dark ? '#21344b' : '#e4ecf6',
        headerSortHoverBg: dark ? '#21344b' : '#e4ecf6',
        bodySortBg: 'transparent',
        rowSelectedBg: dark ? '#18304f' : '#eaf2fd',
        rowSelectedHoverBg: dark ? '#1e3b60' : '#dfebfb',
        rowHoverBg: dark ? '#1c2f47' : '#f3f8ff',
        cellPaddingBlock: 11,
      },
      Menu: {
        itemBorderRadius: 4,
        itemHeight: 40,
        subMenuItemBg: 'transparent',
        itemSelectedBg: dark ? '#18304f' : '#e8f0fb',
      },
      Tabs: { cardHeight: 34 },
    },
  };
}
