/** Values that would break a form come out whole in it. */
import { expect, test } from 'vitest';
import { turtleText, xmlText } from './describe/graph.ts';

test('XML 里的尖括号、引号和控制字符', () => {
  expect(xmlText('<a href="x">&\u0000\u001f\ufffe</a>')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;');
  expect(xmlText('颍州区𠮷\n')).toBe('颍州区𠮷\n');
});

test('Turtle 里的引号、反斜杠和换行', () => {
  expect(turtleText('甲"乙\\\r\n')).toBe('"甲\\"乙\\\\\\r\\n"');
});
