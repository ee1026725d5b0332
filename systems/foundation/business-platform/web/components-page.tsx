/** 组件库: the parts of the design system, live, with what each is for and the lines that show it; names and code are read from the sources themselves. */
import { Input } from 'antd';
import { type ComponentType, type ReactNode, useState } from 'react';
import { Empty } from '../../../../ui/empty.tsx';
import { Icon } from '../../../../ui/icon.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { componentWords } from './parts/component-words.ts';
import { type Part, partOf } from './parts/read-part.ts';
import './market.css';

const examples = import.meta.glob<ComponentType>('./examples/*.tsx', { eager: true, import: 'default' });
const exampleCode = import.meta.glob<string>('./examples/*.tsx', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const sources = import.meta.glob<string>('../../../../ui/*.tsx', {
  eager: true,
  query: '?raw',
  import: 'default',
});

interface Shown extends Part {
  readonly Example: ComponentType;
  readonly code: string;
  readonly title: string;
  readonly use: string;
}

/** Parts that have an example; the others hold the shells together and are of no use to a page. */
const parts: readonly Shown[] = Object.entries(sources)
  .flatMap(([file, source]) => {
    const part = partOf(file, source);
    const at = `./examples/${part.file}.tsx`;
    const Example = examples[at];
    const words = componentWords[part.file];
    if (Example === undefined || words === undefined) return [];
    return [{ ...part, ...words, Example, code: (exampleCode[at] ?? '').replace(/^\/\*\*.*\n/, '') }];
  })
  .toSorted((one, other) => (one.file < other.file ? -1 : 1));

export default function ComponentsPage(): ReactNode {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = parts.filter(({ file, title, use, names }) =>
    [file, title, use, ...names].some((words) => words.toLowerCase().includes(wanted)),
  );
  return (
    <PageFrame
      title="组件库"
      summary={`设计系统的 ${parts.length} 个组件：左边是真实的组件，右边是画出它的代码`}
    >
      <div className="market-tools">
        <Input
          allowClear
          aria-label="查找组件"
          placeholder="组件名称或用途"
          prefix={<Icon name="search" />}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {found.length === 0 && <Empty text="没有符合的组件" />}
      {found.map((part) => (
        <Section key={part.file} title={part.title} extra={<code>{`ui/${part.file}.tsx`}</code>}>
          <p className="market-use">
            {part.use}{' '}
            {part.names.map((name) => (
              <StatusTag key={name} tone="blue">
                {name}
              </StatusTag>
            ))}
          </p>
          <div className="market-example">
            <div>
              <part.Example />
            </div>
            <pre className="market-code" tabIndex={0} aria-label={`${part.title}的代码`}>
              {part.code}
            </pre>
          </div>
        </Section>
      ))}
    </PageFrame>
  );
}
