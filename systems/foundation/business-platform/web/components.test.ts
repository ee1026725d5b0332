/** The component page shows every part that a page may use: a new part of ui/ without an example is noticed here. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { componentWords } from './parts/component-words.ts';
import { partOf } from './parts/read-part.ts';

const ui = path.resolve(import.meta.dirname, '../../../../ui');
/** They hold the shells together; pages do not use them. */
const inner = ['city-root.tsx', 'local-codes.tsx'];

test('ui/ 的每个组件都在组件库里有真实的例子，有中文名称和用途', () => {
  const parts = readdirSync(ui).filter((name) => name.endsWith('.tsx') && !inner.includes(name));
  const shown = readdirSync(path.join(import.meta.dirname, 'examples'));
  expect(shown.toSorted()).toEqual(parts.toSorted());
  for (const name of parts) {
    const { file, names } = partOf(`ui/${name}`, readFileSync(path.join(ui, name), 'utf8'));
    expect(componentWords[file]?.use, name).toMatch(/\p{Script=Han}/u);
    expect(names.length, name).toBeGreaterThan(0);
  }
});

test('没有组件的文件列出它的函数', () => {
  const source =
    '/** Asks. */\nexport function ask(): void {}\nfunction Hidden() {}\nexport function Shown() {}\n';
  expect(partOf('ui/some-part.tsx', source)).toEqual({ file: 'some-part', names: ['Shown'] });
  expect(partOf('a.tsx', 'export function ask() {}').names).toEqual(['ask']);
});
