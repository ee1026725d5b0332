/** The theme in use, for parts that draw themselves (charts, maps) and for the switch. */
import { createContext, useContext } from 'react';
import type { ThemeChoice } from './theme.ts';

export interface HeldTheme {
  readonly choice: ThemeChoice;
  readonly choose: (choice: ThemeChoice) => void;
}

export const ThemeContext = createContext<HeldTheme>({ choice: { mode: 'light' }, choose: () => undefined });

export function useThemeChoice(): HeldTheme {
  return useContext(ThemeContext);
}

/** Text size of charts in px; the wall is read from afar. */
export const ChartTextContext = createContext(12);
