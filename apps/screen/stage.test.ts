import { expect, test } from 'vitest';
import { fitStage } from './stage.ts';

test('单屏、双屏和小窗口都完整显示整个画面', () => {
  expect(fitStage(1920, 1080)).toEqual({ width: 1920, height: 1080, wide: false, scale: 1 });
  expect(fitStage(3840, 1080)).toEqual({ width: 3840, height: 1080, wide: true, scale: 1 });
  expect(fitStage(3840, 2160)).toEqual({ width: 1920, height: 1080, wide: false, scale: 2 });
  expect(fitStage(960, 1000).scale).toBe(0.5);
});
