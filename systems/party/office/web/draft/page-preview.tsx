/** The pages of a draft as they will be printed, or the first thing that keeps it from being printed. */
import { Alert } from 'antd';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { OfficialDocument } from '../../../../../engines/documents/service.ts';
import { OfficialPreview } from '../../../../../engines/documents/web/official-preview.tsx';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { type DraftText, type Letterhead, toOfficialInput } from '../../document/to-official.ts';

export function PagePreview(props: {
  readonly draft: DraftText;
  readonly head: Letterhead | undefined;
}): ReactNode {
  // Typing goes first: the pages follow when the keyboard rests.
  const draft = useDeferredValue(props.draft);
  const { head } = props;
  const read = useMemo(
    () =>
      head === undefined
        ? undefined
        : OfficialDocument.safeParse(toOfficialInput(draft, head, shanghaiDate(new Date()))),
    [draft, head],
  );
  if (read === undefined) return <p className="city-muted office-hint">选择机关代字后显示版面</p>;
  if (!read.success)
    return <Alert type="warning" showIcon title={read.error.issues[0]?.message ?? '内容无法排版'} />;
  return <OfficialPreview document={read.data} />;
}

/** The desk under the pages: it scrolls on its own, so the keyboard must reach it. */
export function Paper(props: {
  readonly label: string;
  readonly inside?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section
      className={props.inside ? 'office-paper is-inside' : 'office-paper'}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it who has no mouse cannot scroll the pages (WCAG 2.1.1)
      tabIndex={0}
    >
      {props.children}
    </section>
  );
}

/** What was sent, exactly as it was sealed. */
export function SentPreview(props: { readonly content: unknown }): ReactNode {
  const read = useMemo(() => OfficialDocument.safeParse(props.content), [props.content]);
  if (!read.success) return <p className="city-muted office-hint">没有电子文本，请看扫描件</p>;
  return <OfficialPreview document={read.data} />;
}
