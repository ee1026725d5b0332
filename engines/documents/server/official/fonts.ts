/** Type of official documents: free faces that are embedded in the PDF, and the names that Word looks for. */
import { createRequire } from 'node:module';
import type { Face } from '../../official/placed.ts';

const require = createRequire(import.meta.url);

function serif(weight: string): string {
  return require.resolve(`@expo-google-fonts/noto-serif-sc/${weight}/NotoSerifSC_${weight}.ttf`);
}

/**
 * SIL Open Font License 1.1. The faces that the trade is used to may not be handed on, and no free 仿宋 or 楷体 is to be had as a package: weights
 * of one Song stand for them.
 */
export const fontFiles: Readonly<Record<Face, string>> = {
  fangsong: serif('400Regular'),
  song: serif('400Regular'),
  kai: serif('600SemiBold'),
  title: serif('700Bold'),
  hei: require.resolve('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'),
};

/** As the typist's machine has them. */
export const fontNames: Readonly<Record<Face, string>> = {
  fangsong: '仿宋_GB2312',
  song: '宋体',
  kai: '楷体_GB2312',
  title: '方正小标宋简体',
  hei: '黑体',
};
