/** The base map's style in the theme of the page, and the box that holds the whole city. */
import type { StyleSpecification } from 'maplibre-gl';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { callFile } from '../../../ui/call.ts';
import { useThemeChoice } from '../../../ui/theme-context.ts';
import contract from '../contract.ts';
import { darkenStyle } from './darken-style.ts';
import type { Box } from './place/find-place.ts';

export interface CityStyle {
  /** Undefined until it is there, or when it cannot be had: the map then draws a plain ground. */
  readonly style: StyleSpecification | undefined;
  readonly whole: Box | undefined;
  readonly settled: boolean;
}

export function useCityStyle(): CityStyle {
  const dark = useThemeChoice().choice.mode === 'dark';
  const asked = useQuery({
    queryKey: ['source', 'map style'],
    queryFn: async () => {
      const { blob } = await callFile(contract.routes.style, {});
      return JSON.parse(await blob.text()) as StyleSpecification;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const plain = asked.data;
  const style = useMemo(() => (plain && dark ? darkenStyle(plain) : plain), [plain, dark]);
  const whole = useMemo(() => boundsOf(plain), [plain]);
  return { style, whole, settled: !asked.isPending };
}

function boundsOf(style: StyleSpecification | undefined): Box | undefined {
  const bounds = (style?.metadata as { bounds?: unknown } | undefined)?.bounds;
  return Array.isArray(bounds) && bounds.length === 4 && bounds.every(Number.isFinite)
    ? (bounds as unknown as Box)
    : undefined;
}
